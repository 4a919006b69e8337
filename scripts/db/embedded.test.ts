import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { embeddedPostgres, isInitialised } from "@/scripts/db/embedded";
import { clearLeftovers, readPostmaster } from "@/scripts/db/postmaster";
import { freePort } from "@/scripts/start/ports";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "parley postgres "));
fs.chmodSync(root, 0o755);
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

describe("a note of a server in its folder", () => {
  const folder = path.join(root, "notes");
  fs.mkdirSync(folder);
  const note = (text: string) => fs.writeFileSync(path.join(folder, "postmaster.pid"), text);

  test.each([
    ["is empty", ""],
    ["is no number", "postgres\n"],
    ["is no process", "0\n"],
    ["would be a whole group of processes", "-5\n"],
  ])("counts for nothing when it %s", (_what, text) => {
    note(text);
    expect(readPostmaster(folder)).toBeUndefined();
  });

  test("that is being written is of a server that is not ready", () => {
    note("4711\n/data\n1700000000\n54320\n");
    expect(readPostmaster(folder)).toEqual({ pid: 4711, isReady: false });
  });

  test("there is none in a folder that is not there", async () => {
    expect(readPostmaster(path.join(root, "nowhere"))).toBeUndefined();
    expect(await clearLeftovers(path.join(root, "nowhere"))).toBe("nothing");
  });

  test("of a process that is no more is removed", async () => {
    note(`${2 ** 22 + 1}\n${folder}\n`);
    expect(await clearLeftovers(folder)).toBe("removed a stale pid file");
    expect(readPostmaster(folder)).toBeUndefined();
  });
});

describe("a cluster", () => {
  const folder = path.join(root, "a cluster");
  const server = async (port: number) => embeddedPostgres({ folder, port, password: "it's a secret", durable: false });

  test("whose making was killed half-way is not taken for one, and is made anew", async () => {
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, "PG_VERSION"), "18\n");
    expect(isInitialised(folder)).toBe(false);
    await (await server(await freePort())).initialise();
    expect(isInitialised(folder)).toBe(true);
  });

  test("leaves its password in no file", () => {
    expect(fs.existsSync(`${folder}.password`)).toBe(false);
  });

  test("takes its password, refuses another, and listens on loopback alone", async () => {
    const port = await freePort();
    const running = await server(port);
    await running.start();
    const ask = async (password: string) => {
      const client = new pg.Client({ host: "127.0.0.1", port, user: "parley", password, database: "postgres" });
      client.on("error", () => {});
      try {
        await client.connect();
        const { rows } = await client.query<{ listen_addresses: string }>("SHOW listen_addresses");
        return rows[0]?.listen_addresses;
      } finally {
        await client.end().catch(() => {});
      }
    };
    expect(await ask("it's a secret")).toBe("127.0.0.1");
    await expect(ask("a guess")).rejects.toThrow(/password authentication failed/);
    await running.stop();
    await running.stop();
  });

  test("that can not start says what PostgreSQL said", async () => {
    const port = await freePort();
    const holder = net.createServer();
    await new Promise<void>((resolve) => holder.listen(port, "127.0.0.1", resolve));
    await expect((await server(port)).start()).rejects.toThrow(/PostgreSQL did not start\. It said:\n[^]*in use/);
    await new Promise((resolve) => holder.close(resolve));
  });
});
