import mail from "@sendgrid/mail";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { asking, clientOf } from "../../openai/testing";
import { anEndpoint, openSite, type Site } from "../testing";

let site: Site;
beforeAll(async () => {
  site = await openSite();
});
beforeEach(async () => {
  for (const { url } of [site.sandbox, site.control, site.openai])
    await fetch(`${url}/_sandbox/reset`, { method: "POST" });
});
afterAll(() => site.close());

/** The form of one kind of Stripe's faults, as a browser would send it untouched. */
function formOf(html: string, kind: string): Record<string, string> {
  const form = html.split("<form ").find((part) => part.includes(`name="kind" value="${kind}"`)) ?? "";
  const inputs = [...form.matchAll(/<input(?![^>]*checkbox)[^>]*? name="(\w+)"[^>]*? value="([^"]*)"/gu)];
  const choices = [...form.matchAll(/<select[^>]*? name="(\w+)"[^>]*>[\s\S]*?<option selected>([^<]*)/gu)];
  return Object.fromEntries([...inputs, ...choices].map(([, name = "", value = ""]) => [name, value]));
}
const kindsOn = (html: string) => [...html.matchAll(/name="kind" value="(\w+)"/gu)].map(([, kind = ""]) => kind);

describe("the page", () => {
  test("has Stripe, the model and mail side by side, with nothing on", async () => {
    const { words, html } = await site.open("/faults");
    for (const part of ["Stripe answers, and webhooks arrive", "Calls go well", "Each letter is taken"]) {
      expect(words).toContain(part);
    }
    expect(html.match(/<h1>/gu)).toHaveLength(1);
  });

  test("names each field, and no two alike", async () => {
    const { html } = await site.open("/faults");
    const ids = [...html.matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const fields = [...html.matchAll(/<(?:input|select)(?![^>]*hidden) id="([^"]+)"/gu)].map(([, id]) => id);
    for (const id of fields) expect(html).toContain(`for="${id}"`);
    for (const [, help] of html.matchAll(/aria-describedby="([^"]+)"/gu)) expect(html).toContain(`id="${help}"`);
  });

  test("every kind that Stripe's sandbox has can be switched on as its form stands, and off again", async () => {
    const { html } = await site.open("/faults");
    const kinds = kindsOn(html);
    const known = (await (await fetch(`${site.sandbox.url}/_sandbox/faults/kinds`)).json()) as { kinds: object[] };
    expect(kinds).toHaveLength(known.kinds.length);
    for (const kind of kinds) {
      const on = await site.press("/faults/stripe", formOf(html, kind));
      expect([on.status, on.at], `${kind}: ${on.words.slice(0, 200)}`).toEqual([200, "/faults?done=on"]);
      const off = /action="(\/faults\/stripe\/[^"]+\/off)"/u.exec(on.html)?.[1] ?? "";
      expect((await site.press(off)).words).toContain("It is off.");
    }
    expect((await site.open("/faults")).words).toContain("Stripe answers, and webhooks arrive");
  });
});

describe("Stripe's faults", () => {
  test("strike as often as was said, and the page counts down", async () => {
    const { html } = await site.open("/faults");
    const fields = { ...formOf(html, "unavailable"), route: "POST /v1/customers", count: "2" };
    expect((await site.press("/faults/stripe", fields)).words).toContain("503 POST /v1/customers 2 of 2 left");
    const once = { maxNetworkRetries: 0 };
    await expect(site.stripe.customers.create({}, once)).rejects.toMatchObject({ statusCode: 503 });
    expect((await site.open("/faults")).words).toContain("1 of 2 left");
    await expect(site.stripe.customers.create({}, once)).rejects.toMatchObject({ statusCode: 503 });
    await site.stripe.customers.create({}, once);
    expect((await site.open("/faults")).words).toContain("503 POST /v1/customers used up");
  });

  test("keep webhooks away, which are then sent from their page", async () => {
    const endpoint = await anEndpoint(site.stripe, ["customer.created"]);
    await site.press("/faults/stripe", formOf((await site.open("/faults")).html, "webhook_drop"));
    await site.stripe.customers.create({});
    const { html } = await vi.waitFor(async () => {
      const page = await site.open("/webhooks?state=failed");
      expect(page.words).toContain("✕ given up");
      return page;
    });
    expect(endpoint.heard).toEqual([]);
    await site.press("/webhooks/resend", { delivery: /href="\/webhooks\/(dlv_\w+)"/u.exec(html)?.[1] ?? "" });
    await vi.waitFor(() => expect(endpoint.heard).toEqual(["customer.created"]));
    endpoint.close();
  });

  test("say of webhooks which requests cause them, where that was ordered", async () => {
    const { html } = await site.open("/faults");
    const fields = { ...formOf(html, "webhook_drop"), events: "customer.*", route: "POST /v1/customers" };
    expect((await site.press("/faults/stripe", fields)).words).toContain("customer.* after POST /v1/customers 1 of 1");
  });

  test("are all switched off at once", async () => {
    const { html } = await site.open("/faults");
    for (const kind of ["unavailable", "server_error"]) await site.press("/faults/stripe", formOf(html, kind));
    expect((await site.press("/faults/stripe/clear")).words).toContain("All of them are off");
    await site.stripe.customers.create({}, { maxNetworkRetries: 0 });
  });

  test.each([
    [{}, /kind must name a fault/u],
    [{ kind: "no_such" }, /kind must name a fault/u],
    [{ kind: "unavailable", count: "0" }, /count must be a whole number from 1/u],
    [{ kind: "unavailable", route: "nowhere" }, /./u],
    [{ kind: "unavailable", colour: "red" }, /has no colour/u],
  ])("%j is refused aloud, with what is allowed", async (fields, why) => {
    const { status, html, words } = await site.press("/faults/stripe", fields);
    expect([status, words]).toEqual([400, expect.stringMatching(why)]);
    expect(html).toMatch(/role="alert"/u);
    expect(words).toContain("Stripe answers, and webhooks arrive");
  });

  test("one that is not on any more can not be switched off", async () => {
    const { status, words } = await site.press("/faults/stripe/flt_99/off");
    expect([status, words]).toEqual([400, expect.stringContaining("not on any more")]);
  });
});

describe("mail's faults", () => {
  const letter = { to: "ada@example.test", from: "hello@parley.test", subject: "Welcome", text: "Come in." };
  function send() {
    mail.setApiKey("SG.sandbox");
    const client = Reflect.get(mail, "client") as { setDefaultRequest(key: "baseUrl", value: string): void };
    client.setDefaultRequest("baseUrl", `${site.control.url}/`);
    return mail.send(letter);
  }

  test("refuse so many letters, and then no more", async () => {
    expect((await site.press("/faults/mail", { status: "503", count: "1" })).words).toContain(
      "The next letter is refused with 503.",
    );
    await expect(send()).rejects.toMatchObject({ code: 503 });
    await send();
    expect((await site.open("/faults")).words).toContain("Each letter is taken");
  });

  test("are switched off", async () => {
    expect((await site.press("/faults/mail", { status: "500", count: "9" })).words).toContain("The next 9 letters are");
    expect((await site.press("/faults/mail/clear")).words).toContain("Each letter is taken");
    await send();
  });

  test.each([{ status: "200" }, { status: "500", count: "-1" }, { status: "soon" }, {}])(
    "%j is refused",
    async (fields) => {
      const { status, words } = await site.press("/faults/mail", fields);
      expect([status, words]).toEqual([400, expect.stringContaining("Give a status from 400 to 599")]);
      await send();
    },
  );
});

test("the front page counts what is on, wherever it is", async () => {
  expect((await site.open("/")).words).toContain("on purpose none is on");
  await site.press("/faults/stripe", formOf((await site.open("/faults")).html, "unavailable"));
  await site.press("/faults/model", { fault: "503", count: "1" });
  await site.press("/faults/mail", { status: "500", count: "1" });
  expect((await site.open("/")).words).toContain("on purpose 3 on");
  await expect(clientOf(site.openai).chat.completions.create(asking("Hello"))).rejects.toMatchObject({ status: 503 });
  expect((await site.open("/")).words).toContain("on purpose 2 on");
});
