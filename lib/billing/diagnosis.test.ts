import { beforeAll, describe, expect, test } from "vitest";
import Stripe from "stripe";
import { API_VERSION, stripe } from "@/lib/adapters/payments/connection";
import { type Reach, reachAccount } from "@/lib/adapters/payments/reach";
import { diagnose, type Patient } from "@/lib/billing/diagnosis";
import { accountChanges, makeChanges } from "@/lib/billing/provision";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";

const NOW = new Date("2026-11-21T12:00:00Z");
const now = () => NOW;
const REACHED: Reach = { state: "reached", livemode: false, apiVersion: API_VERSION, at: NOW };
const PATIENT: Patient = {
  // An address of its own: the account is everybody's.
  appUrl: `https://${newId()}.example.test`,
  isReal: true,
  knowsSecret: true,
  secretKey: "sk_test_1",
  webhookSecret: "whsec_1",
  livemode: false,
};

beforeAll(async () => {
  await makeChanges(await accountChanges(PATIENT));
});

/** What is wrong, apart from events of other tests that wait somewhere. */
async function faults(patient: Partial<Patient> = {}, reach: Partial<Reach> = {}) {
  const found = { ...REACHED, ...reach } as Reach;
  const findings = await diagnose({ ...PATIENT, ...patient }, now, () => Promise.resolve(found));
  return findings.filter(({ mend, what }) => mend !== null && !what.includes("been delivered"));
}

test("a set-up that is as it should be has no fault", async () => {
  expect(await faults()).toEqual([]);
});

describe("each fault is named, with how to mend it", () => {
  test.each<[string, Partial<Patient>, Partial<Reach>, RegExp, RegExp]>([
    ["no secret key", { secretKey: "pk_test_1" }, {}, /none of Stripe's secret keys/u, /STRIPE_SECRET_KEY/u],
    ["a key of the other mode", {}, { livemode: true }, /live mode, the key says otherwise/u, /STRIPE_SECRET_KEY/u],
    ["another API version", {}, { apiVersion: "2020-08-27" }, /2020-08-27, not 2026/u, /between/u],
    ["a clock that is behind", {}, { at: new Date(NOW.getTime() + 121_000) }, /121 seconds behind/u, /NTP/u],
    ["a clock that is ahead", {}, { at: new Date(NOW.getTime() - 300_000) }, /300 seconds ahead/u, /NTP/u],
    ["a signing secret that is none", { webhookSecret: "sk_test_1" }, {}, /no signing secret/u, /whsec_/u],
  ])("%s", async (_name, patient, reach, what, mend) => {
    const found = await faults(patient, reach);
    expect(found).toHaveLength(1);
    expect(found[0]?.what).toMatch(what);
    expect(found[0]?.mend).toMatch(mend);
  });

  test("an address that Stripe can not post to", async () => {
    const found = await faults({ appUrl: "http://localhost:3000" });
    expect(found).toMatchObject([{ what: expect.stringContaining("https:// only") as unknown }]);
  });

  test("a secret that is not known here", async () => {
    const found = await faults({ knowsSecret: false });
    expect(found.map(({ what }) => what).join("\n")).toMatch(
      /not set: no event is believed[^]*secret is not known here/u,
    );
  });

  test("an endpoint that was switched off, or was never told of an event", async () => {
    const url = `${PATIENT.appUrl}/api/webhooks/stripe`;
    const [endpoint] = (await stripe.webhookEndpoints.list({ limit: 100 })).data.filter((each) => each.url === url);
    await stripe.webhookEndpoints.update(endpoint!.id, { disabled: true, enabled_events: ["invoice.paid"] });
    const found = await faults();
    expect(found).toHaveLength(1);
    expect(found[0]?.what).toMatch(/is switched off, misses .*invoice\.upcoming/u);
    expect(found[0]?.mend).toBe("npm run stripe:apply");
    await makeChanges(await accountChanges(PATIENT));
    expect(await faults()).toEqual([]);
  });

  test.each(["refused", "away"] as const)("Stripe that is %s, and then nothing more is asked of it", async (state) => {
    const findings = await diagnose(PATIENT, now, () => Promise.resolve({ state, reason: "Because." }));
    const wrong = findings.filter(({ mend }) => mend !== null);
    expect(wrong).toHaveLength(1);
    expect(wrong[0]?.what).toContain("Because.");
    expect(findings.map(({ what }) => what).join()).not.toContain("Products");
  });
});

describe("reaching the account", () => {
  const at = (key: string, url: string) => {
    const { hostname, port } = new URL(url);
    return new Stripe(key, {
      host: hostname,
      port: Number(port),
      protocol: "http",
      maxNetworkRetries: 0,
      telemetry: false,
    });
  };

  test("tells its mode, its version and its time", async () => {
    const reached = await reachAccount();
    expect(reached).toMatchObject({ state: "reached", livemode: false, apiVersion: API_VERSION });
    const findings = await diagnose(PATIENT, undefined, () => Promise.resolve(reached));
    expect(findings.map(({ what }) => what)).toContain("Our clock and Stripe's agree.");
  });

  test("with a key that is none is refused", async () => {
    expect(await reachAccount(at("nonsense", env.stripe.apiBase))).toMatchObject({ state: "refused" });
  });

  test("where nobody is, it is away", async () => {
    expect(await reachAccount(at("sk_test_1", "http://127.0.0.1:9"))).toMatchObject({ state: "away" });
  });
});
