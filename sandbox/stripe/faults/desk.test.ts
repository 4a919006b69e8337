import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NASTY } from "../testing/any-request";
import { StillWorld } from "../testing/still-world";
import { faultsDesk } from "./desk";
import { FAULT_KINDS } from "./kinds";

const NAMES = ["route", "events", "customer", "count", "probability", "seed", "ms", "seconds", "size", "order", "kind"];

type Shown = { id: string; kind: string; left: number; [field: string]: unknown };

function aDesk() {
  const still = new StillWorld();
  const ask = (method: string, path: string, body: string | object = "") => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const answer = faultsDesk(still, { method, path, query: "", body: text, origin: "http://here" });
    return { status: answer.status, body: JSON.parse(String(answer.body)) as unknown };
  };
  const order = (body: string | object) => ask("POST", "/_sandbox/faults", body);
  const list = () => (ask("GET", "/_sandbox/faults").body as { faults: Shown[] }).faults;
  return { still, ask, order, list };
}

describe("what can go wrong", () => {
  const { kinds } = aDesk().ask("GET", "/_sandbox/faults/kinds").body as {
    kinds: { kind: string; about: string; title: string; does: string; fields: { [key: string]: unknown }[] }[];
  };

  test("is told with a title, a sentence and the fields of a form", () => {
    expect(kinds.map(({ kind }) => kind)).toEqual(FAULT_KINDS);
    for (const { about, title, does, fields } of kinds) {
      expect([about === "request" || about === "webhook", title !== "", does.endsWith(".")]).toEqual([
        true,
        true,
        true,
      ]);
      expect(new Set(fields.map((field) => field["name"])).size).toBe(fields.length);
    }
  });

  test.each(FAULT_KINDS)("%s can be ordered with nothing but its name, and holds its fields' defaults", (kind) => {
    const { order } = aDesk();
    const { status, body } = order({ kind });
    const fields = kinds.find((row) => row.kind === kind)?.fields ?? [];
    expect(status).toBe(201);
    const presets = fields.map((field) => [field["name"], field["default"]] as const);
    expect(body).toMatchObject(Object.fromEntries(presets.filter(([name]) => name !== "seed")));
  });
});

test("an order by form and the same as JSON are the same order", () => {
  const { order } = aDesk();
  const form = order("kind=rate_limited&route=POST+%2Fv1%2Fsubscriptions%2F%3Aid&count=3&probability=0.5&seed=a");
  const json = order({
    kind: "rate_limited",
    route: "POST /v1/subscriptions/:id",
    count: 3,
    probability: 0.5,
    seed: "a",
  });
  expect(form.body).toMatchObject({ id: "flt_1", left: 3, route: "POST /v1/subscriptions/:id", events: null });
  expect(json.body).toEqual({ ...(form.body as object), id: "flt_2" });
});

test("what is only blank counts as not said", () => {
  const { order } = aDesk();
  const blank = { route: " ", customer: "  ", seed: "\t", count: "", probability: null };
  expect(order({ kind: "slow", ...blank }).body).toEqual({ ...(aDesk().order({ kind: "slow" }).body as object) });
});

test("orders are listed until they are taken off, one or all", () => {
  const { ask, order, list } = aDesk();
  for (const kind of ["slow", "webhook_drop", "unavailable"]) order({ kind });
  expect(ask("DELETE", "/_sandbox/faults/flt_2").body).toEqual({ removed: 1 });
  expect(list().map(({ kind }) => kind)).toEqual(["slow", "unavailable"]);
  expect(ask("DELETE", "/_sandbox/faults/flt_2").status).toBe(404);
  expect(ask("DELETE", "/_sandbox/faults").body).toEqual({ removed: 2 });
  expect(list()).toEqual([]);
});

test.each<[string | object, string]>([
  ["", "kind"],
  [{ kind: "earthquake" }, "kind"],
  [{ kind: "toString" }, "kind"],
  ["{", "body"],
  [{ kind: "slow", events: "*" }, "events"],
  [{ kind: "webhook_drop", route: "POST /v1/custmers" }, "route"],
  ['{"kind":"slow","__proto__":1}', "__proto__"],
  [{ kind: "slow", count: 0 }, "count"],
  [{ kind: "slow", count: 1.5 }, "count"],
  [{ kind: "slow", count: "1e9" }, "count"],
  [{ kind: "slow", count: [1] }, "count"],
  [{ kind: "slow", probability: 0 }, "probability"],
  [{ kind: "slow", probability: 1.1 }, "probability"],
  [{ kind: "slow", ms: 600_001 }, "ms"],
  [{ kind: "slow", customer: 7 }, "customer"],
  [{ kind: "slow", seed: "x".repeat(201) }, "seed"],
  [{ kind: "slow", route: "/v1/customers" }, "route"],
  [{ kind: "slow", route: "PATCH /v1/customers" }, "route"],
  [{ kind: "slow", route: "POST /v1/custmers" }, "route"],
  [{ kind: "slow", route: "* /_sandbox/clock" }, "route"],
  [{ kind: "slow", route: "GET /v1/customers and more" }, "route"],
  [{ kind: "rate_limited", reason: "mood" }, "reason"],
  [{ kind: "webhook_fail", heard: "perhaps" }, "heard"],
  [{ kind: "webhook_drop", events: "invoice paid" }, "events"],
  [{ kind: "webhook_drop", events: "invoice.*," }, "events"],
  [{ kind: "webhook_delay", ms: 0, seconds: 0 }, "ms"],
])("%j is refused for its %s, with what is allowed, and arms nothing", (body, param) => {
  const { order, list } = aDesk();
  const refusal = order(body);
  const { error } = refusal.body as { error: { param: string; message: string; allowed: unknown } };
  expect([refusal.status, error.param, Array.isArray(error.allowed)]).toEqual([400, param, true]);
  expect(error.message).not.toBe("");
  expect(list()).toEqual([]);
});

test.each([
  ["PUT", "/_sandbox/faults"],
  ["GET", "/_sandbox/faults/"],
  ["POST", "/_sandbox/faults/kinds"],
  ["DELETE", "/_sandbox/faults/kinds"],
])("%s %s is not there", (method, path) => {
  expect(aDesk().ask(method, path).status).toBe(404);
});

test("whatever is sent, it is an order or a refusal in words, and what is armed has sense", () => {
  const { ask, list } = aDesk();
  const value = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.constantFrom(...NASTY), fc.jsonValue());
  const fields = fc.dictionary(fc.constantFrom(...NAMES), value);
  const body = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.tuple(fc.constantFrom(...FAULT_KINDS), fields).map(([kind, more]) => JSON.stringify({ kind, ...more })),
    fc
      .tuple(fc.constantFrom(...FAULT_KINDS), fc.dictionary(fc.constantFrom(...NAMES), fc.string()))
      .map(([kind, more]) => new URLSearchParams({ kind, ...more }).toString()),
  );
  fc.assert(
    fc.property(body, (text) => {
      const { status } = ask("POST", "/_sandbox/faults", text);
      expect([201, 400]).toContain(status);
    }),
    { numRuns: 300 },
  );
  for (const { left, count, probability } of list()) {
    expect([Number.isInteger(left), left === count]).toEqual([true, true]);
    expect(probability).toBeGreaterThan(0);
  }
});

test("no more than fifty that are used up are kept", () => {
  const { still, order, list } = aDesk();
  for (let i = 0; i < 60; i++) {
    order({ kind: "slow" });
    still.world.put("faults", { ...still.world.find("faults", `flt_${i + 1}`)!, left: 0 });
  }
  order({ kind: "slow" });
  expect(list()).toHaveLength(51);
  expect(list().at(-1)).toMatchObject({ id: "flt_61", left: 1 });
});
