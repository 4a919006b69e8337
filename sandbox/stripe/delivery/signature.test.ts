import fc from "fast-check";
import Stripe from "stripe";
import { expect, test } from "vitest";
import { signatureOf } from "./signature";

const { webhooks } = new Stripe("sk_test_sandbox");
const secret = fc.string({ minLength: 1 }).map((text) => `whsec_${text.trim()}a`);

test("the SDK reads what was signed with any of the secrets, and nothing signed with another", () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.uniqueArray(secret, { minLength: 2, maxLength: 4 }),
      (value, [other = "", ...live]) => {
        const payload = JSON.stringify({ object: "event", value });
        const header = signatureOf(payload, live, Math.floor(Date.now() / 1000));
        for (const each of live) expect(webhooks.constructEvent(payload, header, each)).toEqual(JSON.parse(payload));
        expect(() => webhooks.constructEvent(payload, header, other)).toThrow("No signatures found");
        expect(() => webhooks.constructEvent(`${payload} `, header, live[0]!)).toThrow("No signatures found");
      },
    ),
  );
});

test("with one secret it is the header the SDK itself makes", () => {
  const [payload, timestamp] = ["{}", 1_800_000_000];
  const made = webhooks.generateTestHeaderString({ payload, secret: "whsec_a", timestamp });
  expect(signatureOf(payload, ["whsec_a"], timestamp)).toBe(made);
});

test("what was signed long ago is refused", () => {
  const header = signatureOf("{}", ["whsec_a"], Math.floor(Date.now() / 1000) - 400);
  expect(() => webhooks.constructEvent("{}", header, "whsec_a")).toThrow("tolerance");
});
