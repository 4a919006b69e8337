import http from "node:http";

/**
 * The limit everything is compared with: `node:http` passing a model's bytes through and counting them, and nothing
 * else. Run alone: `node --import tsx bench/bare-pipe.ts PORT UPSTREAM_PORT`.
 */
const upstreamPort = Number(process.argv[3]);
/** Servers close idle connections after five seconds; one that is let go earlier is never reused while it closes. */
const IDLE_MS = 3_000;
const agent = new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, timeout: IDLE_MS });
let countedBytes = 0;

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
      upstream.on("data", (bytes: Buffer) => {
        countedBytes += bytes.length;
        response.write(bytes);
      });
      upstream.on("end", () => response.end());
    },
  );
  request.pipe(call);
});
server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => process.send?.(server.address()));
process.on("disconnect", () => process.exit(countedBytes < 0 ? 1 : 0));
