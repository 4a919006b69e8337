import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { LetterRefused, type Mailer, mail, type OutgoingLetter, sendGrid } from "@/lib/adapters/mail/mail";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";

/** A mailbox of our own: the faults ordered here must not hit the letters of other tests. */
let control: string;
let server: ChildProcess;
let folder: string;
let mailer: Mailer;

beforeAll(async () => {
  const port = await freePort();
  folder = mkdtempSync(path.join(tmpdir(), "parley-mail-"));
  server = spawn(process.execPath, ["--import", "tsx", "sandbox/control/server.ts"], {
    stdio: "ignore",
    // oxlint-disable-next-line node/no-process-env -- a child needs its parent's environment
    env: { ...process.env, NODE_OPTIONS: "", SANDBOX_CONTROL_PORT: String(port), SANDBOX_DATA_DIR: folder },
  });
  control = `http://127.0.0.1:${port}`;
  mailer = sendGrid({ ...env.mail, apiBase: control });
  const answers = () =>
    fetch(`${control}/_sandbox/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  await vi.waitUntil(answers, { timeout: 20_000 });
});

afterEach(() => failNext(500, 0));

afterAll(() => {
  server.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
});

function aLetter(): OutgoingLetter {
  const to = `${newId()}@example.test`;
  return { to, subject: "Hello", text: "plain", html: "<p>rich</p>", reference: "ref-1", category: "greeting" };
}

async function mailboxOf(to: string): Promise<Record<string, unknown>[]> {
  const response = await fetch(`${control}/api/mailbox?to=${encodeURIComponent(to)}`);
  return (await response.json()) as Record<string, unknown>[];
}

async function failNext(status: number, count = 1) {
  await fetch(`${control}/_sandbox/faults`, {
    method: "POST",
    body: JSON.stringify({ route: "/v3/mail/send", status, count }),
  });
}

test.each([401, 403, 429, 500, 503])("an answer of %d can be tried again, and nothing was sent", async (status) => {
  const letter = aLetter();
  await failNext(status);
  await expect(mailer.send(letter)).rejects.toMatchObject({ code: "mail_down" });
  expect(await mailboxOf(letter.to)).toEqual([]);
});

test.each([400, 413])("an answer of %d is final", async (status) => {
  await failNext(status);
  await expect(mailer.send(aLetter())).rejects.toBeInstanceOf(LetterRefused);
});

test("an address the provider does not accept is final", async () => {
  await expect(mailer.send({ ...aLetter(), to: "nobody" })).rejects.toBeInstanceOf(LetterRefused);
});

test("a provider that is not there is mail_down", async () => {
  const nowhere = sendGrid({ ...env.mail, apiBase: "http://127.0.0.1:1" });
  await expect(nowhere.send(aLetter())).rejects.toMatchObject({ code: "mail_down" });
});

test("a provider that never answers is given up", async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { port } = silent.address() as AddressInfo;
  const patient = sendGrid({ ...env.mail, apiBase: `http://127.0.0.1:${port}`, timeoutMs: 100 });
  await expect(patient.send(aLetter())).rejects.toMatchObject({ code: "mail_down" });
  silent.closeAllConnections();
  silent.close();
});

test("an error carries neither the key nor the letter", async () => {
  await failNext(500);
  const error: unknown = await mailer
    .send({ ...aLetter(), text: "my one-time secret" })
    .catch((thrown: unknown) => thrown);
  const everything = inspect(error, { depth: 10, showHidden: true });
  expect(everything).toContain("the provider answered 500");
  expect(everything).not.toContain("my one-time secret");
  expect(everything).not.toContain(env.mail.apiKey);
});

test("the product's own mailer sends to the address of the environment", async () => {
  const letter = aLetter();
  await mail.send(letter);
  const response = await fetch(`${env.mail.apiBase}/api/mailbox?to=${encodeURIComponent(letter.to)}`);
  expect(await response.json()).toHaveLength(1);
});

test("a letter arrives whole, from the configured sender, with our reference", async () => {
  const letter = aLetter();
  const { messageId } = await mailer.send(letter);
  expect(messageId).toMatch(/\S+/);
  expect(await mailboxOf(letter.to)).toEqual([
    expect.objectContaining({
      to: letter.to,
      from: "hello@parley.test",
      subject: "Hello",
      text: "plain",
      html: "<p>rich</p>",
      categories: ["greeting"],
      customArgs: { reference: "ref-1" },
    }),
  ]);
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
