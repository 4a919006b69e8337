import net from "node:net";

/** Where a call is met: `before` it reaches the server, or `after` it did and its answer is lost. */
export type Meeting = { at: number; side: "before" | "after"; act: () => void };

/** Counts what a process asks of its servers, over all its connections, and acts at a chosen one. */
export type Tally = { count: number; meeting: Meeting | undefined };

type Protocol = "postgres" | "http";

/**
 * Stands in front of a server. Each statement, or request, that passes is counted; at the chosen one the process is met
 * by what was ordered, and nothing passes any more.
 */
export async function countingProxy(protocol: Protocol, target: URL, tally: Tally) {
  const server = net.createServer((client) => {
    const count = protocol === "postgres" ? statementCounter() : requestCounter();
    const upstream = net.connect(Number(target.port), target.hostname);
    let isOver = false;
    client.on("data", (chunk) => {
      const met = isOver ? undefined : meet(tally, count(chunk));
      if (isOver || met?.side === "before") {
        isOver = true;
        return met?.act();
      }
      upstream.write(chunk);
      if (met === undefined) return;
      isOver = true;
      // What is on its way is worked on all the same.
      setTimeout(met.act, 30);
    });
    upstream.on("data", (chunk) => {
      if (!isOver) client.write(chunk);
    });
    client.on("error", () => upstream.end());
    upstream.on("error", () => client.destroy());
    client.on("close", () => upstream.end());
    upstream.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as net.AddressInfo;
  return { port, close: () => server.close() };
}

function meet(tally: Tally, passing: number): Meeting | undefined {
  const before = tally.count;
  tally.count += passing;
  const { meeting } = tally;
  return meeting !== undefined && before < meeting.at && tally.count >= meeting.at ? meeting : undefined;
}

/** A request has passed when its body has: before that no server does anything about it. */
function requestCounter(): (chunk: Buffer) => number {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    let requests = 0;
    for (;;) {
      const head = rest.indexOf(END_OF_HEAD);
      if (head === -1) return requests;
      const length = /^content-length: *(\d+)/imu.exec(rest.toString("latin1", 0, head))?.[1] ?? "0";
      const end = head + END_OF_HEAD.length + Number.parseInt(length, 10);
      if (rest.length < end) return requests;
      requests += 1;
      rest = rest.subarray(end);
    }
  };
}

const END_OF_HEAD = "\r\n\r\n";
const [QUERY, EXECUTE] = ["Q", "E"].map((letter) => letter.charCodeAt(0));

/** Messages are a letter and a length; only the first of a connection has no letter. */
function statementCounter(): (chunk: Buffer) => number {
  let rest = Buffer.alloc(0);
  let hasBegun = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    let statements = 0;
    for (;;) {
      const head = hasBegun ? 1 : 0;
      const length = rest.length >= head + 4 ? head + rest.readUInt32BE(head) : Number.POSITIVE_INFINITY;
      if (rest.length < length) return statements;
      if (hasBegun && (rest[0] === QUERY || rest[0] === EXECUTE)) statements += 1;
      hasBegun = true;
      rest = rest.subarray(length);
    }
  };
}
