import { describe, expect, test, vi } from "vitest";
import { type Fields, StillWorld } from "../testing/still-world";
import { World } from "../store/world";
import { createClock } from "../clock";
import { Api, type ApiRequest } from "./api";
import { authenticate } from "./authentication";
import { invalid, missing, notBuilt, parameterMissing, type StripeFailure, unrecognized } from "./failures";
import { idsIn, RouteTable, route } from "./route";

const REQUEST: ApiRequest = {
  method: "POST",
  path: "/v1/customers",
  query: "",
  body: "",
  contentType: "application/x-www-form-urlencoded",
  stripeVersion: undefined,
  authorization: "Bearer sk_test_1",
  idempotencyKey: undefined,
  origin: "http://here",
  requestId: "req_1",
};

describe("who may ask", () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

  test.each(["Bearer sk_test_a", "bearer sk_test_a1", "Bearer rk_test_A_b", basic("sk_test_a:"), basic("sk_test_a")])(
    "%s may",
    (header) => {
      expect(() => authenticate(header)).not.toThrow();
    },
  );

  test.each([
    [undefined, /^You did not provide an API key/],
    ["", /^You did not provide/],
    ["Bearer", /^You did not provide/],
    ["Bearer ", /^You did not provide/],
    [basic(":sk_test_a"), /^You did not provide/],
    ["Token sk_test_a", /^You did not provide/],
    ["sk_test_a", /^You did not provide/],
    ["Bearer sk_live_abcdef", /refuses live keys/],
    ["Bearer rk_live_abcdef", /refuses live keys/],
    ["Bearer pk_test_abcdef", /^Invalid API Key provided: pk_test_\*\*cdef$/],
    ["Bearer pk_test_a", /^Invalid API Key provided: \*{9}$/],
    ["Bearer sk_test_", /^Invalid API Key/],
    ["Bearer sk_test_a-b", /^Invalid API Key/],
    ["Bearer sk_prod_0123456789abcd", /^Invalid API Key provided: sk_prod_\*{10}abcd$/],
  ])("%s may not, and is told why", (header, message) => {
    const { status, body } = new StillWorld().ask("GET", "/v1/customers", {}, { authorization: header });
    expect(status).toBe(401);
    const { error } = body as { error: { message: string } };
    expect(error).toEqual({ message: expect.stringMatching(message) as string, type: "invalid_request_error" });
  });

  test("whoever may not learns nothing and changes nothing", () => {
    const world = new StillWorld();
    world.ask("POST", "/v1/customers", { name: "x" }, { authorization: "Bearer wrong" });
    world.ask("POST", "/v1/nonsense", {}, { authorization: undefined });
    expect(world.all("customers")).toEqual([]);
  });
});

describe("how a refusal looks", () => {
  test.each<[StripeFailure, number, Fields]>([
    [
      missing("customer", "cus_1"),
      404,
      { code: "resource_missing", message: "No such customer: 'cus_1'", param: "id" },
    ],
    [missing("price", "p", { param: "items[0][price]", status: 400 }), 400, { param: "items[0][price]" }],
    [parameterMissing("name"), 400, { code: "parameter_missing", message: "Missing required param: name." }],
    [invalid("No."), 400, { message: "No.", type: "invalid_request_error" }],
    [
      unrecognized("GET", "/v1/x"),
      404,
      { message: expect.stringMatching(/^Unrecognized request URL \(GET: \/v1\/x\)/) as string },
    ],
    [notBuilt("GET", "/v1/quotes"), 404, { code: "sandbox_route_not_built" }],
  ])("%s", (failure, status, body) => {
    expect(failure.status).toBe(status);
    expect(failure.body).toMatchObject(body);
    expect(failure.message).toBe(failure.body.message);
  });

  test("a code of Stripe's comes with the page that explains it, one of ours does not", () => {
    expect(parameterMissing("x").body.doc_url).toBe("https://stripe.com/docs/error-codes/parameter-missing");
    expect(notBuilt("GET", "/").body).not.toHaveProperty("doc_url");
    expect(invalid("x").body).not.toHaveProperty("doc_url");
  });

  test("it names its request and whether trying again can help", () => {
    const world = new StillWorld();
    const { headers, body } = world.ask("GET", "/v1/customers/cus_none");
    expect(headers).toEqual({ "stripe-should-retry": "false" });
    expect(body).toHaveProperty("error.request_log_url", "https://dashboard.stripe.com/test/logs/req_1");
  });
});

test("a bug of ours is 500 in Stripe's shape, worth trying again, told in the log, and leaves nothing behind", () => {
  const world = new World("s");
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  const broken = route("POST /v1/customers", (step) => {
    step.world.put("settings", { id: "half", value: 1 });
    throw new TypeError("secret detail");
  });
  const api = new Api({ world, clock: createClock(() => 0), routes: [broken], includable: new Map() });
  const { status, headers, body } = api.answer(REQUEST);
  expect([status, headers["stripe-should-retry"]]).toEqual([500, "true"]);
  expect(JSON.parse(body)).toMatchObject({ error: { type: "api_error" } });
  expect(body).not.toContain("secret detail");
  expect(world.all("settings")).toEqual([]);
  expect(told).toHaveBeenCalledOnce();
  told.mockRestore();
});

test("a refusal in the middle of the work undoes what was done until then", () => {
  const world = new StillWorld();
  const events = world.told().length;
  const fields = { payment_method: "pm_card_chargeDeclined" };
  expect(world.refused("POST", "/v1/customers", fields)).toEqual([402, "card_declined", ""]);
  expect([world.all("customers"), world.all("payment_methods"), world.told().slice(events)]).toEqual([[], [], []]);
});

describe("finding a route", () => {
  const table = new RouteTable([
    route("GET /v1/things/:id", () => ({ is: "one" })),
    route("GET /v1/things/search", () => ({ is: "search" })),
    route("POST /v1/things/:id/parts/:id", () => ({ is: "part" })),
  ]);

  test.each<[string, string, string | undefined, string[]]>([
    ["GET", "/v1/things/t1", "GET /v1/things/:id", ["t1"]],
    ["GET", "/v1/things/search", "GET /v1/things/search", []],
    ["POST", "/v1/things/t1/parts/p1", "POST /v1/things/:id/parts/:id", ["t1", "p1"]],
    ["POST", "/v1/things/t1", undefined, []],
    ["GET", "/v1/things/", undefined, []],
    ["GET", "/v1/things", undefined, []],
    ["GET", "/v1/things/t1/", undefined, []],
    ["GET", "/v1/THINGS/t1", undefined, []],
    ["POST", "/v1/things//parts/p1", undefined, []],
  ])("%s %s leads to %s with %j", (method, path, name, ids) => {
    const match = table.match(method, path);
    expect(match && `${match.route.method} ${match.route.pattern}`).toBe(name);
    expect(match?.ids ?? []).toEqual(ids);
  });

  test("an id is never empty and a word never an id", () => {
    expect(idsIn(["", "a", ":id"], ["", "a", ""])).toBeUndefined();
    expect(idsIn(["", "a"], ["", "b"])).toBeUndefined();
    expect(idsIn(["", ":id", ":id"], ["", "1", "2"])).toEqual(["1", "2"]);
  });

  test.each([
    ["GET", "/v1/quotes", "sandbox_route_not_built"],
    ["POST", "/v1/quotes/qt_1/accept", "sandbox_route_not_built"],
    ["GET", "/v1/quotations", undefined],
    ["DELETE", "/v1/invoice_payments", undefined],
    ["POST", "/v1", undefined],
  ])("%s %s, which is not here, is 404 with code %s", (method, path, code) => {
    expect(new StillWorld().refused(method, path)).toEqual([404, code, undefined]);
  });
});

describe("what a request may hold", () => {
  test.each(["application/json", "text/plain", "multipart/form-data; boundary=x", ""])(
    "a body of type %j is refused",
    (contentType) => {
      const reply = new StillWorld().ask("POST", "/v1/customers", { name: "x" }, { contentType });
      expect(reply.status).toBe(400);
    },
  );

  test.each(["application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded; charset=utf-8"])(
    "a body of type %s is read",
    (contentType) => {
      expect(new StillWorld().ask("POST", "/v1/customers", { name: "x" }, { contentType }).body).toHaveProperty(
        "name",
        "x",
      );
    },
  );

  test("a body of nothing needs no type", () => {
    expect(new StillWorld().ask("POST", "/v1/customers", {}, { contentType: "" }).status).toBe(200);
  });

  test("reading takes its parameters from the query, changing from the body alone", () => {
    const world = new StillWorld();
    world.post("/v1/customers");
    world.post("/v1/customers");
    const listed = world.ask("GET", "/v1/customers", {}, { query: "limit=1" }).body as { data: object[] };
    expect(listed.data).toHaveLength(1);
    expect(world.ask("POST", "/v1/customers", {}, { query: "name=query" }).body).toHaveProperty("name", null);
  });

  test("an old parameter of intents is refused by name at the pinned version, and passed over without one", () => {
    const fields = { amount: 500, currency: "usd", payment_method_types: ["card"] };
    const world = new StillWorld();
    expect(world.refused("POST", "/v1/payment_intents", fields)).toEqual([
      400,
      "payment_method_types_no_longer_supported",
      "payment_method_types",
    ]);
    expect(world.ask("POST", "/v1/payment_intents", fields, { stripeVersion: undefined }).status).toBe(200);
  });

  test("metadata may have numbers for names", () => {
    const world = new StillWorld();
    const { body } = world.ask("POST", "/v1/customers", { metadata: { 0: "zero", 2024: "year" } });
    expect(body).toMatchObject({ metadata: { 0: "zero", 2024: "year" } });
    expect(world.ask("POST", "/v1/customers", { metadata: { 0: "a", 1: "b" } }).body).toMatchObject({
      metadata: { 0: "a", 1: "b" },
    });
  });
});

test("every answer to a POST says that trying again is not needed", () => {
  const world = new StillWorld();
  expect(world.ask("POST", "/v1/customers").headers).toMatchObject({ "stripe-should-retry": "false" });
});
