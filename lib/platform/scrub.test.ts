import fc from "fast-check";
import { expect, test } from "vitest";
import { scrub, scrubText } from "@/lib/platform/scrub";

test.each([
  ["a mail address", "no user ann.lee+x@mail.example.com here"],
  ["a key of ours", "bad key parley_hunter2aaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],
  ["a Stripe key", "bad key sk_test_51Abcdefgh"],
  ["an OpenAI key", "Incorrect API key provided: sk-proj-abcdef123456"],
  ["a webhook secret", "using whsec_a1B2c3D4"],
  ["a SendGrid key", "SG.abcdefgh.ijklmnop refused"],
  ["a bearer token", "sent Authorization: Bearer abc.def-ghi"],
  ["a session cookie", "cookie authjs.session-token=abc; path=/"],
  ["a mailed link", "GET /verify-email?token=abcDEF123"],
  ["a database password", "can not reach postgresql://parley:hunter2@db/parley"],
])("%s is cut out of any string", (_what, line) => {
  const scrubbed = scrubText(line);
  expect(scrubbed).toContain("[redacted]");
  expect(scrubbed).not.toMatch(/ann\.lee|51Abc|abcdef123|a1B2c3|abcdefgh|abc\.def|=abc;|abcDEF|hunter2/);
});

test("secret and personal keys lose their values at any depth", () => {
  const facts = {
    userId: "u1",
    request: { headers: { cookie: "a=b", Authorization: "x" }, body: { prompt: "hi" } },
    messages: ["hi"],
    email: "a@b.co",
  };
  expect(scrub(facts)).toEqual({
    userId: "u1",
    request: { headers: { cookie: "[redacted]", Authorization: "[redacted]" }, body: "[redacted]" },
    messages: "[redacted]",
    email: "[redacted]",
  });
});

test("errors keep their kind and cause, scrubbed", () => {
  const error = new Error("mail to ann@example.com failed", { cause: new TypeError("Bearer abc refused") });
  expect(scrub(error)).toMatchObject({
    type: "Error",
    summary: "mail to [redacted] failed",
    cause: { type: "TypeError", summary: "[redacted] refused" },
  });
});

test.each([
  '{"a": my secret plan',
  'said "my secret" and more of it',
  "my secret\nin two lines",
  '[1, "my secret plan",, 2]',
])("what could not be parsed as JSON is not quoted: %j", (text) => {
  let thrown: unknown;
  try {
    JSON.parse(text);
  } catch (error) {
    thrown = error;
  }
  // Without our own folder, whose name may be any word.
  const line = JSON.stringify(scrub(thrown)).replaceAll(process.cwd(), "");
  expect(line).toContain("SyntaxError");
  expect(line).not.toMatch(/secret|my s|plan/);
});

test("whatever it is given, it ends, and can be written as JSON", () => {
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  expect(() => JSON.stringify(scrub(circular))).not.toThrow();
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true }), (value) => void JSON.stringify(scrub(value))),
  );
});
