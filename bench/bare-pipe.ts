import http from "node:http";

/**
 * The limit everything is compared with: `node:http` passing a model's bytes through and counting them, and nothing
 * else. With `teed` it also does what no product can leave out that charges for what it delivered: each chunk is parsed
 * beside the pipe, its text kept, its tokens counted. Run alone:
 * `node --import tsx bench/bare-pipe.ts PORT UPSTREAM_PORT [teed]`.
 */
const upstreamPort = Number(process.argv[3]);
const isTeed = process.argv[4] === "teed";
/** Servers close idle connections after five seconds; one that is let go earlier is never reused while it closes. */
const IDLE_MS = 3_000;
const agent = new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, timeout: IDLE_MS });
let countedBytes = 0;
let countedTokens = 0;
let keptLength = 0;

const server = http.createServer((request, response) => {
  const call = http.request(
    {
      host: "127.0.0.1",
      port: upstreamPort,
      path: "/v1/chat/completions",
      method: "POST",
      agent,
      headers: { "content-type": "application/json" },
    },
    (upstream) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const account = isTeed ? accountant() : undefined;
      upstream.on("data", (bytes: Buffer) => {
        countedBytes += bytes.length;
        response.write(bytes);
        account?.take(bytes);
      });
      upstream.on("end", () => {
        response.end();
        keptLength += account?.text().length ?? 0;
      });
    },
  );
  request.pipe(call);
});
server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => process.send?.(server.address()));
process.on("disconnect", () => process.exit(countedBytes + countedTokens + keptLength < 0 ? 1 : 0));

type Chunk = { choices: { delta: { content?: string } }[] };

/** Reads the events of one answer, wherever the network cut them, and keeps its text. */
function accountant(): { take(bytes: Buffer): void; text(): string } {
  const decoder = new TextDecoder();
  let rest = "";
  let text = "";
  return {
    take(bytes) {
      const events = (rest + decoder.decode(bytes, { stream: true })).split("\n\n");
      rest = events.pop() ?? "";
      for (const event of events) {
        const data = event.slice("data: ".length);
        if (data === "[DONE]") continue;
        const content = (JSON.parse(data) as Chunk).choices[0]?.delta.content;
        if (!content) continue;
        countedTokens += 1;
        text += content;
      }
    },
    text: () => text,
  };
}
