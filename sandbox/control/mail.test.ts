import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import mail from "@sendgrid/mail";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Running } from "../http/listen";
import type { Letter } from "./letter";
import { startControlSandbox } from "./sandbox";

let folder: string;
let sandbox: Running;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "mailbox-"));
  sandbox = await startControlSandbox({ port: 0, dataDir: folder });
});
afterEach(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

type MailData = Exclude<Parameters<typeof mail.send>[0], unknown[]>;

/** SendGrid's own SDK, pointed at the sandbox as the app points it. */
function mailer(apiKey = "SG.sandbox") {
  mail.setApiKey(apiKey);
  // The SDK's own client is where its address is set; the types do not show it.
  const client = Reflect.get(mail, "client") as { setDefaultRequest(key: "baseUrl", value: string): void };
  client.setDefaultRequest("baseUrl", `${sandbox.url}/`);
  return mail;
}

function aLetter(more: Partial<MailData> = {}): MailData {
  return {
    to: "ada@example.test",
    from: "hello@parley.test",
    subject: "Welcome",
    text: "Come in.",
    ...more,
  };
}

async function inbox(to = ""): Promise<Letter[]> {
  return (await (await fetch(`${sandbox.url}/api/mailbox?to=${encodeURIComponent(to)}`)).json()) as Letter[];
}

function send(body: unknown, headers: Record<string, string> = { authorization: "Bearer SG.x" }) {
  return fetch(`${sandbox.url}/v3/mail/send`, {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

const PLAIN = {
  personalizations: [{ to: [{ email: "ada@example.test" }] }],
  from: { email: "hello@parley.test" },
  subject: "Welcome",
  content: [{ type: "text/plain", value: "Come in." }],
};

describe("sending with the SDK", () => {
  test("a letter is accepted with 202, an id and no body, and is in the mailbox", async () => {
    const [response] = await mailer().send(
      aLetter({ html: "<p>Come in.</p>", categories: ["welcome"], customArgs: { user: "7" } }),
    );
    expect(response.statusCode).toBe(202);
    expect(response.body).toBe("");
    expect((response.headers as Record<string, string>)["x-message-id"]).toMatch(/^[\w-]{20,}$/u);
    expect(await inbox()).toEqual([
      {
        id: expect.any(String) as string,
        to: "ada@example.test",
        from: "hello@parley.test",
        subject: "Welcome",
        text: "Come in.",
        html: "<p>Come in.</p>",
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/u) as string,
        categories: ["welcome"],
        customArgs: { user: "7" },
      },
    ]);
  });

  test("each person of each personalization gets a letter of their own", async () => {
    await mailer().send(
      aLetter({
        personalizations: [
          {
            to: ["ada@example.test", { email: "bob@example.test", name: "Bob" }],
            cc: "cy@example.test",
            subject: "To three",
          },
          { to: "Dee@Example.test", bcc: "eve@example.test", substitutions: { name: "Dee" } },
        ],
        text: "Come in, {{name}}.",
      }),
    );
    const letters = await inbox();
    expect(letters.map(({ to, subject }) => [to, subject])).toEqual([
      ["eve@example.test", "Welcome"],
      ["Dee@Example.test", "Welcome"],
      ["cy@example.test", "To three"],
      ["bob@example.test", "To three"],
      ["ada@example.test", "To three"],
    ]);
    expect((await inbox("dee@example.TEST")).map(({ text }) => text)).toEqual(["Come in, Dee."]);
  });

  test("SendGrid's sandbox mode is checked and not kept", async () => {
    await mailer().send(aLetter({ mailSettings: { sandboxMode: { enable: true } } }));
    expect(await inbox()).toEqual([]);
  });

  test("an address that is none is the SDK's error, with the field", async () => {
    await expect(mailer().send(aLetter({ to: "nobody" }))).rejects.toMatchObject({
      code: 400,
      response: { body: { errors: [{ field: "personalizations.0.to.0.email", help: null }] } },
    });
    expect(await inbox()).toEqual([]);
  });
});

describe("what is not a letter", () => {
  test.each<[string, object, string]>([
    ["no recipient", { personalizations: [] }, "personalizations"],
    ["no sender", { from: undefined }, "from"],
    ["no subject", { subject: undefined }, "subject"],
    ["no content", { content: undefined }, "content"],
    ["empty content", { content: [{ type: "text/plain", value: "" }] }, "content.0.value"],
    ["content of no type", { content: [{ type: "plain", value: "x" }] }, "content.0.type"],
  ])("%s: 400 that names the field", async (_, part, field) => {
    const response = await send({ ...PLAIN, ...part });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: expect.arrayContaining([expect.objectContaining({ field })]) as object,
    });
  });

  test("a template needs neither subject nor content", async () => {
    const { personalizations, from } = PLAIN;
    expect((await send({ personalizations, from, template_id: "d-1" })).status).toBe(202);
    expect((await inbox())[0]).toMatchObject({ subject: "(template d-1)", text: null, html: null });
  });

  test.each(["", "{", "null", "[]", '"x"'])("the body %j: 400 in SendGrid's shape", async (body) => {
    const response = await send(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ message: expect.any(String) as string }] });
  });

  test("no key, or one of another kind, is a 401", async () => {
    expect((await send(PLAIN, {})).status).toBe(401);
    expect((await send(PLAIN, { authorization: "Basic eDp5" })).status).toBe(401);
    expect(await inbox()).toEqual([]);
  });

  test("an unknown route is 404, a known one with another method 405, both in shape", async () => {
    const unknown = await fetch(`${sandbox.url}/v3/nothing`);
    expect([unknown.status, Object.keys((await unknown.json()) as object)]).toEqual([404, ["errors"]]);
    const method = await fetch(`${sandbox.url}/v3/mail/send`);
    expect([method.status, method.headers.get("allow")]).toEqual([405, "POST"]);
  });
});

describe("faults", () => {
  const order = (fault: unknown) =>
    fetch(`${sandbox.url}/_sandbox/faults`, { method: "POST", body: JSON.stringify(fault) });

  test("the next two sends fail as told, and the third arrives", async () => {
    await order({ route: "/v3/mail/send", status: 503, count: 2 });
    const statuses = [];
    for (let time = 0; time < 3; time += 1) statuses.push((await send(PLAIN)).status);
    expect(statuses).toEqual([503, 503, 202]);
    expect(await inbox()).toHaveLength(1);
  });

  test("five at once use up three failures, no more and no less", async () => {
    await order({ route: "/v3/mail/send", status: 500, count: 3 });
    const statuses = await Promise.all(Array.from({ length: 5 }, async () => (await send(PLAIN)).status));
    expect(statuses.toSorted((one, other) => one - other)).toEqual([202, 202, 500, 500, 500]);
  });

  test("a count of nought, or a reset, takes the fault off", async () => {
    await order({ route: "/v3/mail/send", status: 500, count: 9 });
    await order({ route: "/v3/mail/send", status: 500, count: 0 });
    expect((await send(PLAIN)).status).toBe(202);
    await order({ route: "/v3/mail/send", status: 500, count: 9 });
    await fetch(`${sandbox.url}/_sandbox/reset`, { method: "POST" });
    expect(await (await fetch(`${sandbox.url}/_sandbox/faults`)).json()).toEqual([]);
    expect([(await send(PLAIN)).status, (await inbox()).length]).toEqual([202, 1]);
  });

  test.each([{}, { route: "x", status: 500, count: 1 }, { route: "/x", status: 200, count: 1 }, null])(
    "the order %j is refused",
    async (fault) => {
      expect((await order(fault)).status).toBe(400);
    },
  );
});
