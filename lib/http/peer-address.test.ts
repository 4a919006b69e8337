import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { notePeers, withPeer } from "@/lib/http/peer-address";
import { clientAddress } from "@/lib/identity/client-address";

notePeers();
/** Answers with the addresses it would throttle by, with none and with one proxy in front. */
const server = http.createServer((request, response) => {
  const headers = new Headers({ "x-forwarded-for": String(request.headers["x-forwarded-for"]) });
  response.end(JSON.stringify([clientAddress(headers, 0), clientAddress(headers, 1)]));
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function addressesFor(claimed?: string): Promise<unknown> {
  const headers = claimed === undefined ? {} : { "x-forwarded-for": claimed };
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { headers });
  return response.json();
}

test("who connects and claims nothing is known by the connection", async () => {
  expect(await addressesFor()).toEqual(["127.0.0.1", "127.0.0.1"]);
});

test("who connects and claims to be somebody is still known by the connection", async () => {
  for (const claimed of ["203.0.113.9", "203.0.113.10, 203.0.113.11"]) {
    const [address] = (await addressesFor(claimed)) as string[];
    expect(address).toBe("127.0.0.1");
  }
});

test("behind one proxy it is whom the proxy saw, whatever stood before that", async () => {
  expect(await addressesFor("203.0.113.9")).toEqual(["127.0.0.1", "203.0.113.9"]);
  expect(await addressesFor("192.0.2.1, 203.0.113.9")).toEqual(["127.0.0.1", "203.0.113.9"]);
});

test("a header that came twice, and a peer that is gone", () => {
  expect(withPeer(["192.0.2.1", "192.0.2.2"], "127.0.0.1")).toBe("192.0.2.1, 192.0.2.2, 127.0.0.1");
  expect(withPeer("192.0.2.1", undefined)).toBe("192.0.2.1, ");
});
