import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { nameRoute, openFrontDoor } from "@/lib/http/front-door";
import { PLAIN_HEADERS } from "@/lib/http/security-headers";

openFrontDoor();
nameRoute("/api/named", async (message, response) => {
  if (message.url?.endsWith("?broken")) throw new Error("A defect");
  response.end(`named ${message.method}`);
});
/** Whoever stands behind the door. */
const server = http.createServer((message, response) => response.end(`other ${message.url}`));
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
afterAll(() => new Promise((resolve) => server.close(resolve)));

const ask = (where: string, init?: RequestInit) =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${where}`, init);

test("what is asked of a named route goes to it, with the headers of every answer", async () => {
  for (const where of ["/api/named", "/api/named?a=1"]) {
    const response = await ask(where, { method: "POST" });
    expect(await response.text()).toBe("named POST");
    for (const [name, value] of PLAIN_HEADERS) expect(response.headers.get(name)).toBe(value);
  }
});

test("everything else goes where it went, unchanged", async () => {
  for (const where of ["/", "/api/named/", "/api/named/more", "/api/%6eamed", "/api/later?b=2"]) {
    const response = await ask(where);
    expect(await response.text()).toBe(`other ${where}`);
    expect(response.headers.get("x-content-type-options")).toBeNull();
  }
});

test("a route that is loaded while requests come is asked from then on", async () => {
  expect(await (await ask("/api/loaded")).text()).toBe("other /api/loaded");
  nameRoute("/api/loaded", async (_message, response) => void response.end("loaded"));
  expect(await (await ask("/api/loaded")).text()).toBe("loaded");
});

test("a route that breaks loses its own connection and nobody else's", async () => {
  await expect(ask("/api/named?broken")).rejects.toThrow("fetch failed");
  expect(await (await ask("/api/named")).text()).toBe("named GET");
});

test("every route of pages/api names the path that its file has", () => {
  const files = fs.readdirSync("pages", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  expect(files).toContain(path.join("api", "openai", "chat.ts"));
  for (const file of files) {
    const named = /socketRoute\(\s*"([^"]+)"/.exec(fs.readFileSync(path.join("pages", file), "utf8"))?.[1];
    expect(named).toBe(`/${file.replaceAll(path.sep, "/").replace(/\.ts$/, "")}`);
  }
});
