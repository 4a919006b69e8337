import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { judgedSandbox } from "../testing/judged-sandbox";
import { type StillControl, stillControl } from "../testing/still-control";
import { DAY_S, START_S } from "../testing/still-world";
import { KEPT_CARDS } from "./control-acts";

let site: StillControl;
beforeEach(() => {
  site = stillControl();
});

describe("a customer's card and portal", () => {
  test("one press, and the next renewal is declined, also where the subscription has a card of its own", async () => {
    const ada = site.world.payer("pm_card_visa");
    const [own] = site.world.all("payment_methods");
    site.world.subscribe(ada, site.world.price(1900), { default_payment_method: own!.id });
    const pressed = await site.ask("POST", `/customers/${ada}/card`, { card: "pm_card_chargeCustomerFail" });
    expect(pressed).toEqual({ status: 200, body: { card: "pm_card_chargeCustomerFail" } });
    site.world.advance(32 * DAY_S);
    expect(site.world.all("subscriptions")[0]!.status).toBe("past_due");
    expect(site.world.told("payment_method.")).toEqual(["payment_method.attached", "payment_method.attached"]);
  });

  test.each(KEPT_CARDS.map(({ card }) => card))("%s can be put on file", async (card) => {
    const ada = site.aPayer("Ada");
    expect((await site.ask("POST", `/customers/${ada}/card`, { card })).status).toBe(200);
  });

  test.each(["pm_card_chargeDeclined", "4242424242424242", "", "__proto__"])("%j can not", async (card) => {
    const ada = site.aPayer("Ada");
    const { status, body } = await site.ask("POST", `/customers/${ada}/card`, { card });
    expect([status, body["error"]]).toMatchObject([400, { message: expect.stringContaining("can not") as string }]);
    expect(site.world.told("customer.updated")).toHaveLength(1);
  });

  test("the portal opens with the shop's configuration, and goes back only to a web address", async () => {
    const ada = site.aPayer("Ada");
    const { id } = site.world.post("/v1/billing_portal/configurations", {
      features: { invoice_history: { enabled: true } },
    }) as { id: string };
    const { body } = await site.ask("POST", `/customers/${ada}/portal`, {
      return_url: "http://localhost:4244/customers",
    });
    expect(body["url"]).toMatch(/^http:\/\/here\/p\/session\//u);
    await site.ask("POST", `/customers/${ada}/portal`, { return_url: "javascript:alert(1)" });
    expect(site.world.all("portal_sessions")).toMatchObject([
      { configuration: id, return_url: "http://localhost:4244/customers" },
      { configuration: id, return_url: null },
    ]);
  });
});

describe("sending again", () => {
  test("one that was delivered goes again, and counts as open until it is", async () => {
    site.listening(["customer.created"]);
    site.world.payer();
    site.answered("delivered", 200);
    const [delivery] = site.world.all("deliveries");
    expect((await site.ask("POST", "/resend", { delivery: delivery!.id })).body).toEqual({
      resent: 1,
      nobody_there: 0,
    });
    expect(site.world.all("deliveries")).toMatchObject([{ state: "pending", nextAttemptAtMs: START_S * 1000 }]);
    expect(site.world.all("events")[0]!.pending_webhooks).toBe(1);
    await site.ask("POST", "/resend", { delivery: delivery!.id });
    expect(site.world.all("events")[0]!.pending_webhooks).toBe(1);
  });

  test("what was dropped by order goes after all, and a copy is still nobody's to wait for", async () => {
    site.listening(["customer.created"]);
    site.world.payer();
    const [delivery] = site.world.all("deliveries");
    for (const kind of ["webhook_drop", "webhook_duplicate"] as const) {
      site.world.world.put("deliveries", { ...delivery!, state: "delivered", fate: { kind, order: "flt_1" } });
      await site.ask("POST", "/resend", { delivery: delivery!.id });
      const [again] = site.world.all("deliveries");
      expect([kind, again!.fate?.kind, site.world.all("events")[0]!.pending_webhooks]).toEqual(
        kind === "webhook_drop" ? [kind, undefined, 2] : [kind, kind, 2],
      );
    }
  });

  test("an event goes also to an endpoint that came after it", async () => {
    site.world.payer();
    const [event] = site.world.all("events");
    expect((await site.ask("POST", "/resend", { event: event!.id })).body).toEqual({ resent: 0, nobody_there: 0 });
    const endpoint = site.listening(["invoice.paid"]);
    expect((await site.ask("POST", "/resend", { event: event!.id })).body).toMatchObject({ resent: 1 });
    expect(site.world.all("deliveries")).toMatchObject([{ endpoint, event: event!.id, state: "pending" }]);
    expect(site.world.all("events")[0]!.pending_webhooks).toBe(1);
  });

  test("all that failed go again, but not to an endpoint that is gone", async () => {
    const gone = site.listening();
    site.world.payer();
    site.listening();
    site.world.payer();
    site.answered("failed", 500);
    site.world.ask("DELETE", `/v1/webhook_endpoints/${gone}`);
    expect((await site.ask("POST", "/resend", { state: "failed" })).body).toEqual({ resent: 1, nobody_there: 2 });
    expect(site.world.all("deliveries").map(({ state }) => state)).toEqual(["failed", "failed", "pending"]);
  });

  test.each([{}, { state: "delivered" }])("%j names nothing to send", async (fields) => {
    expect((await site.ask("POST", "/resend", fields)).status).toBe(400);
  });
});

describe("starting over", () => {
  test("everybody goes and time is the machine's; the shop stays, and its ids are not used again", async () => {
    const endpoint = site.listening();
    const price = site.world.price(1900);
    site.world.subscribe(site.aPayer("Ada"), price);
    site.world.clock.setOffsetMs(DAY_S * 1000);
    site.world.world.put("settings", { id: "clock_offset_ms", value: DAY_S * 1000 });
    expect((await site.ask("POST", "/start_over")).status).toBe(200);
    for (const name of ["customers", "subscriptions", "invoices", "events", "deliveries", "settings"] as const) {
      expect(site.world.all(name), name).toEqual([]);
    }
    expect([site.world.all("prices")[0]!.id, site.world.all("webhook_endpoints")[0]!.id]).toEqual([price, endpoint]);
    expect(site.world.nowS).toBe(START_S);
    site.world.subscribe(site.aPayer("Bob"), price);
    expect(site.world.price(900)).not.toBe(price);
    site.world.advance(32 * DAY_S);
    expect(site.world.told("invoice.paid")).toHaveLength(2);
  });

  test("the shop goes too where that is asked, and even then no id is given twice", async () => {
    site.listening();
    const [ada, price] = [site.aPayer("Ada"), site.world.price(1900)];
    await site.ask("POST", "/start_over", { shop: "yes" });
    for (const name of ["customers", "products", "prices", "webhook_endpoints", "endpoint_secrets"] as const) {
      expect(site.world.all(name), name).toEqual([]);
    }
    expect([site.aPayer("Bob") === ada, site.world.price(1900) === price]).toEqual([false, false]);
  });

  test("a restart finds it done, and the shop where it was", async () => {
    const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "start-over-"));
    const before = await judgedSandbox({ port: 0, dataDir });
    const post = async (at: string, fields: Record<string, string>) => {
      const headers = { authorization: "Bearer sk_test_restart12345" };
      await fetch(before.url + at, { method: "POST", headers, body: new URLSearchParams(fields) });
    };
    await post("/v1/products", { name: "Pro" });
    await post("/v1/customers", { name: "Ada" });
    await post("/_sandbox/clock", { advance_seconds: "86400" });
    await post("/_sandbox/control/start_over", {});
    await before.close();
    const after = await judgedSandbox({ port: 0, dataDir });
    const coming = (await (await fetch(`${after.url}/_sandbox/control/coming`)).json()) as object;
    expect(coming).toMatchObject({ customers: 0, offset_seconds: 0, last_event: null });
    const products = await fetch(`${after.url}/v1/products`, {
      headers: { authorization: "Bearer sk_test_restart12345" },
    });
    expect(await products.json()).toMatchObject({ data: [{ name: "Pro" }] });
    await after.close();
    fs.rmSync(dataDir, { recursive: true });
  });
});
