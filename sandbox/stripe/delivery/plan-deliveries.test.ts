import http from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import Stripe from "stripe";
import { afterEach, describe, expect, test } from "vitest";
import type { Delivery } from "../store/wire";
import { DAY_S, type Fields, START_S, StillWorld } from "../testing/still-world";
import { waitAfter } from "./backoff";
import { postEvent, type PostOrder } from "./post-event";

const HOOK = "http://127.0.0.1:9/hook";
const servers: http.Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A world with endpoints that hear these kinds of events. */
function hearing(...heard: string[][]) {
  const world = new StillWorld();
  const ids = heard.map((enabled_events) => {
    const made = world.post("/v1/webhook_endpoints", { url: HOOK, enabled_events }) as { id: string };
    return made.id;
  });
  const owed = () => world.all("deliveries");
  const typesFor = (endpoint: string | undefined) =>
    owed().flatMap((each) => (each.endpoint === endpoint ? world.world.find("events", each.event)?.type : []));
  return { world, ids, owed, typesFor };
}

describe("what is owed to whom", () => {
  test("each endpoint is owed what it asked for, in the order it happened", () => {
    const { world, ids, typesFor } = hearing(["*"], ["product.created", "price.created"], ["customer.deleted"]);
    world.price(1900);
    world.payer();
    expect(ids.map(typesFor)).toEqual([
      ["product.created", "price.created", "customer.created"],
      ["product.created", "price.created"],
      [],
    ]);
  });

  test("an event knows how many are to hear it, and keeps its place in the list", () => {
    const { world } = hearing(["*"], ["customer.created"]);
    world.payer();
    world.price(1900);
    expect(world.all("events").map((event) => [event.type, event.pending_webhooks])).toEqual([
      ["customer.created", 2],
      ["product.created", 1],
      ["price.created", 1],
    ]);
  });

  test.each<[string, (world: StillWorld, id: string) => void]>([
    ["disabled", (world, id) => void world.post(`/v1/webhook_endpoints/${id}`, { disabled: true })],
    ["deleted", (world, id) => void world.do("DELETE", `/v1/webhook_endpoints/${id}`)],
  ])("one that is %s is owed nothing more", (_name, stop) => {
    const { world, ids, owed } = hearing(["*"]);
    world.payer();
    stop(world, ids[0] ?? "");
    world.payer();
    expect(owed()).toHaveLength(1);
  });

  test("one that is enabled again is owed what comes from then on, and not what it missed", () => {
    const { world, ids, owed } = hearing(["*"]);
    world.post(`/v1/webhook_endpoints/${ids[0]}`, { disabled: true });
    world.payer();
    world.post(`/v1/webhook_endpoints/${ids[0]}`, { disabled: false });
    world.payer();
    expect(owed()).toHaveLength(1);
  });

  test("it is due the second it happened, also when time is moved past it", () => {
    const { world, owed } = hearing(["customer.subscription.trial_will_end"]);
    world.subscribe(world.payer("pm_card_visa"), world.price(1900), { trial_period_days: 10 });
    world.advance(30 * DAY_S);
    expect(owed().map((each) => each.nextAttemptAtMs)).toEqual([(START_S + 7 * DAY_S) * 1000]);
  });

  test("what was refused is owed to nobody", () => {
    const { world, owed } = hearing(["*"]);
    world.refused("POST", "/v1/customers", { payment_method: "pm_card_chargeDeclined" });
    expect(owed()).toEqual([]);
  });
});

describe("an endpoint", () => {
  test.each(["ftp://x.test/", "x.test/hook", "", "javascript:alert(1)", "/hook"])("can not be at %j", (url) => {
    const refused = new StillWorld().refused("POST", "/v1/webhook_endpoints", { url, enabled_events: ["*"] });
    expect(refused).toEqual([400, "url_invalid", "url"]);
  });

  test("tells its secret when it is made, and never again", () => {
    const world = new StillWorld();
    const made = world.post("/v1/webhook_endpoints", { url: HOOK, enabled_events: ["*"] }) as Fields;
    expect(made["secret"]).toMatch(/^whsec_\w{32}$/);
    expect(made["api_version"]).toBe("2026-10-28.endive");
    const path = `/v1/webhook_endpoints/${String(made["id"])}`;
    for (const seen of [world.get(path), world.post(path, { description: "x" }), world.get("/v1/webhook_endpoints")])
      expect(JSON.stringify(seen)).not.toContain("whsec_");
  });

  test("keeps the version it was made for", () => {
    const made = new StillWorld().post("/v1/webhook_endpoints", {
      url: HOOK,
      enabled_events: ["*"],
      api_version: "2020-08-27",
    });
    expect(made).toHaveProperty("api_version", "2020-08-27");
  });

  test.each<[Fields, Fields]>([
    [{ url: "http://127.0.0.1:10/" }, { url: "http://127.0.0.1:10/" }],
    [{ enabled_events: ["invoice.paid"] }, { enabled_events: ["invoice.paid"] }],
    [{ description: "mine" }, { description: "mine" }],
    [{ disabled: true }, { status: "disabled" }],
    [{ metadata: { a: "1" } }, { metadata: { a: "1" } }],
  ])("changed with %o has %o", (fields, expected) => {
    const { world, ids } = hearing(["*"]);
    world.post(`/v1/webhook_endpoints/${ids[0]}`, fields);
    expect(world.get(`/v1/webhook_endpoints/${ids[0]}`)).toMatchObject(expected);
  });
});

describe("events can be found", () => {
  const { world } = hearing(["customer.created"]);
  world.price(1900);
  world.payer();
  world.payer("pm_card_visa");
  const found = (fields: Fields) =>
    (world.get("/v1/events", { limit: 100, ...fields }) as { data: { type: string }[] }).data.map(
      (event) => event.type,
    );

  test.each<[Fields, string[]]>([
    [{ type: "customer.created" }, ["customer.created", "customer.created"]],
    [{ type: "customer.*" }, ["customer.created", "customer.created"]],
    [{ type: "customer" }, []],
    [{ types: ["price.created", "product.created"] }, ["price.created", "product.created"]],
    [{ type: "payment_method.*" }, ["payment_method.attached"]],
    [{ delivery_success: false }, ["customer.created", "customer.created"]],
  ])("by %o: %j", (fields, types) => {
    expect(found(fields)).toEqual(types);
  });

  test("all of them by asking for nothing", () => {
    expect(found({})).toHaveLength(5);
    expect(found({ delivery_success: true })).toHaveLength(3);
  });
});

test("waits never shrink, each is a number of milliseconds, and a try too many has none", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), (tries) => {
      const [now, next] = [waitAfter(tries), waitAfter(tries + 1)];
      expect(now === null ? next : 0).toBe(now === null ? null : 0);
      expect((next ?? Infinity) >= (now ?? 0)).toBe(true);
    }),
  );
  expect(waitAfter(0)).toBeNull();
});

describe("posting", () => {
  async function listener(answer: (response: http.ServerResponse, body: string) => void) {
    const heard: { headers: http.IncomingHttpHeaders; body: string; method: string | undefined }[] = [];
    const server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks).toString("utf8");
        heard.push({ headers: request.headers, body, method: request.method });
        answer(response, body);
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?a=1`, heard };
  }

  const order = (url: string, more: Partial<PostOrder> = {}): PostOrder => ({
    url,
    payload: '{"id":"evt_1","object":"event"}',
    secrets: ["whsec_x"],
    wallMs: Date.now(),
    anywhere: false,
    ...more,
  });

  test.each([200, 201, 204, 301, 400, 410, 500, 503])("%i is told as it was answered", async (status) => {
    const { url } = await listener((response) => response.writeHead(status, { location: "/else" }).end());
    expect(await postEvent(order(url))).toEqual({ status, error: null });
  });

  test("it is signed by Stripe's rule: one lowercase v1 over the second and the very bytes", async () => {
    const { url, heard } = await listener((response) => response.end());
    const payload = '{"id":"evt_1","object":"event","name":"Zoë 🎉"}';
    await postEvent(order(url, { payload }));
    const [{ headers, body, method } = { headers: {}, body: "", method: "" }] = heard;
    expect([method, body, headers["content-type"]]).toEqual(["POST", payload, "application/json; charset=utf-8"]);
    expect(headers["stripe-signature"]).toMatch(/^t=\d{10},v1=[0-9a-f]{64}$/);
    const { webhooks } = new Stripe("sk_test_x");
    expect(webhooks.constructEvent(body, String(headers["stripe-signature"]), "whsec_x").id).toBe("evt_1");
    expect(() => webhooks.constructEvent(body, String(headers["stripe-signature"]), "whsec_y")).toThrow(/signature/);
  });

  test("nobody there, and one who hangs up, are errors in words and no status", async () => {
    const { url } = await listener((response) => response.destroy());
    for (const target of [url, "http://127.0.0.1:1/"]) {
      const { status, error } = await postEvent(order(target));
      expect([status, typeof error]).toEqual([null, "string"]);
      expect(error).not.toBe("");
    }
  });

  test.each(["http://example.test/", "http://10.0.0.1/", "http://169.254.169.254/latest", "http://0x7f.example/"])(
    "%s is not this machine and hears nothing unless it may",
    async (url) => {
      const result = await postEvent(order(url));
      expect(result).toEqual({
        status: null,
        error: expect.stringMatching(/^Refused: this sandbox posts to loopback/) as string,
      });
    },
  );
});

test("a delivery starts with no tries and waits", () => {
  const { world, owed, ids } = hearing(["*"]);
  world.payer();
  const expected: Partial<Delivery> = { endpoint: ids[0] ?? "", url: HOOK, state: "pending", attempts: [] };
  expect(owed()[0]).toMatchObject(expected);
});
