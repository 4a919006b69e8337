import http from "node:http";

/**
 * A model server that costs almost nothing itself: every answer is the same number of tokens at the same pace, written
 * from one shared timer. Run alone: `node --import tsx bench/upstream.ts PORT`.
 */
const TOKENS = Number(process.env["BENCH_TOKENS"] ?? 200);
const TOKENS_PER_SECOND = Number(process.env["BENCH_TOKENS_PER_SECOND"] ?? 100);
const TICK_MS = 5;

type Stream = { response: http.ServerResponse; startedAt: number; sent: number };

const open = new Set<Stream>();

function chunk(delta: object, extra: object = {}): string {
  const body = { id: "chatcmpl-bench", object: "chat.completion.chunk", created: 1, model: "bench", ...extra };
  return `data: ${JSON.stringify({ ...body, choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`;
}

const FIRST = chunk({ role: "assistant", content: "" });
const TOKEN = chunk({ content: " token" });
const LAST =
  `data: ${JSON.stringify({ id: "chatcmpl-bench", object: "chat.completion.chunk", created: 1, model: "bench", choices: [{ index: 0, delta: {}, finish_reason: "stop" }] })}\n\n` +
  `data: ${JSON.stringify({ id: "chatcmpl-bench", object: "chat.completion.chunk", created: 1, model: "bench", choices: [], usage: { prompt_tokens: 12, completion_tokens: TOKENS, total_tokens: TOKENS + 12 } })}\n\n` +
  "data: [DONE]\n\n";

setInterval(() => {
  const now = performance.now();
  for (const stream of open) advance(stream, now);
}, TICK_MS);

function advance(stream: Stream, now: number): void {
  const due = Math.min(TOKENS, Math.floor(((now - stream.startedAt) / 1000) * TOKENS_PER_SECOND) + 1);
  for (; stream.sent < due; stream.sent += 1) stream.response.write(TOKEN);
  if (stream.sent < TOKENS) return;
  open.delete(stream);
  stream.response.end(LAST);
}

const server = http.createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(FIRST + TOKEN);
    const stream: Stream = { response, startedAt: performance.now(), sent: 1 };
    open.add(stream);
    response.on("close", () => open.delete(stream));
  });
});
server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => process.send?.(server.address()));
process.on("disconnect", () => process.exit(0));
