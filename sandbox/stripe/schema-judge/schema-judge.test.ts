import { expect, test } from "vitest";
import known from "../http/known-api.json";
import { openWorld } from "../testing/test-world";
import { Judge } from "./judge";
import { knownApiText } from "./write-known-api";

/** Reading the compiler and the SDK takes seconds, and many more on a busy machine. */
const READING_MS = 120_000;

test(
  "the known routes and parameters are those of the installed SDK",
  () => {
    // When this fails after an upgrade: node --import tsx sandbox/stripe/schema-judge/write-known-api.ts
    expect(JSON.parse(knownApiText())).toEqual(known);
  },
  READING_MS,
);

test(
  "the judge finds a field too many, one too few, a wrong type and an unknown event",
  async () => {
    const { url, stripe } = await openWorld();
    const { id } = await stripe.customers.create();
    const response = await fetch(`${url}/v1/customers/${id}`, {
      headers: { authorization: "Bearer sk_test_123456789" },
    });
    const customer = (await response.json()) as { [key: string]: unknown };
    const judge = new Judge();
    const { email: _email, ...less } = customer;
    expect(judge.faultsOf(customer)).toEqual([]);
    expect(judge.faultsOf({ ...customer, extra: 1 })[0]).toContain("extra");
    expect(judge.faultsOf(less)[0]).toContain("email");
    expect(judge.faultsOf({ ...customer, created: "now" })[0]).toContain("/created");
    expect(judge.faultsOf({ object: "event", type: "customer.imagined" })[0]).toContain("declares no");
    expect(
      judge.faultsOf({ object: "list", data: [{ ...customer, extra: 1 }], has_more: false, url: "/" }),
    ).toHaveLength(1);
    expect(judge.faultsOf({ object: "list", data: [] })).toHaveLength(1);
  },
  READING_MS,
);
