import http from "node:http";
import net from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { countingProxy, type Meeting, type Tally } from "@/lib/billing/testing/counting-proxy";

const closers: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server that notes what reaches it whole, behind the proxy. */
async function aServer(meeting?: Omit<Meeting, "act">) {
  const heard: string[] = [];
  const server = http.createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      heard.push(`${request.method} ${body}`.trim());
      response.end("done");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  const tally: Tally = { count: 0, meeting: undefined };
  const met = new Promise<void>((act) => {
    if (meeting) tally.meeting = { ...meeting, act };
  });
  const proxy = await countingProxy("http", new URL(`http://127.0.0.1:${port}`), tally);
  const client = net.connect(proxy.port, "127.0.0.1");
  let answered = "";
  client.on("data", (chunk: Buffer) => (answered += chunk.toString()));
  client.on("error", () => undefined);
  closers.push(
    () => client.destroy(),
    () => proxy.close(),
    () => server.close(),
  );
  return { heard, tally, met, client, answered: () => answered };
}

const GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
const HEAD_OF_POST = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n";

/** Until it is so; the test's own time is the limit. */
async function until(isSo: () => boolean) {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("requests", () => {
  test("are counted once each, also when they come in pieces", async () => {
    const { heard, tally, client } = await aServer();
    client.write(GET);
    await until(() => heard.length === 1);
    client.write(HEAD_OF_POST);
    await until(() => client.bytesWritten === GET.length + HEAD_OF_POST.length);
    expect(tally.count).toBe(1);
    client.write("hello");
    await until(() => heard.length === 2);
    expect([heard, tally.count]).toEqual([["GET", "POST hello"], 2]);
  });

  test("met before do not reach the server, and none after it do", async () => {
    const { heard, met, client } = await aServer({ at: 2, side: "before" });
    client.write(GET);
    await until(() => heard.length === 1);
    client.write(GET);
    await met;
    client.write(GET);
    expect(heard).toEqual(["GET"]);
  });

  test("met after are done, and their answer is lost", async () => {
    const { heard, met, client, answered } = await aServer({ at: 1, side: "after" });
    client.write(HEAD_OF_POST);
    client.write("hello");
    await met;
    await until(() => heard.length === 1);
    expect([heard, answered()]).toEqual([["POST hello"], ""]);
  });
});
