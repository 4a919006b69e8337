import http from "node:http";
import { type Saying, sayingIn, tokenAt } from "./sayings";

/**
 * A model server that costs almost nothing itself: its answers come at the pace their question asks for, written from
 * one shared timer. A call that is not streamed (a conversation's title) is answered at once, as JSON. Tells who forked
 * it when somebody hangs up. Run alone: `node --import tsx bench/upstream.ts PORT`.
 */
const TICK_MS = 5;
const HEAD = { id: "chatcmpl-bench", created: 1, model: "bench" };

/** Sent to whoever forked this process: a named call was left before its end. Milliseconds since 1970, with fractions. */
export type HungUp = { hungUp: string; atMs: number };

type Stream = Saying & { response: http.ServerResponse; startedAt: number; sent: number };
type Asked = { stream?: boolean; messages: { content: string }[] };

const open = new Set<Stream>();
const frames = new Map<string, string>();

const server = http.createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (piece: string) => (body += piece));
  request.on("end", () => {
    if (request.method === "POST") answer(response, JSON.parse(body) as Asked);
    // The control page asks a model sandbox for its faults. This is none.
    else response.writeHead(404).end();
  });
});
server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => process.send?.(server.address()));
process.on("disconnect", () => process.exit(0));

setInterval(() => {
  const now = performance.now();
  for (const stream of open) advance(stream, now);
}, TICK_MS);

function answer(response: http.ServerResponse, { stream, messages }: Asked): void {
  if (stream === true) begin(response, sayingIn(messages.at(-1)?.content ?? ""));
  else sayWhole(response);
}

function begin(response: http.ServerResponse, { name, ...saying }: Saying & { name: string }): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(chunk({ role: "assistant", content: "" }) + frameAt(saying, 0));
  const stream: Stream = { ...saying, response, startedAt: performance.now(), sent: 1 };
  open.add(stream);
  response.on("close", () => {
    if (!open.delete(stream)) return;
    process.send?.({ hungUp: name, atMs: performance.timeOrigin + performance.now() } satisfies HungUp);
  });
}

function advance(stream: Stream, now: number): void {
  const due = Math.min(stream.tokens, Math.floor(((now - stream.startedAt) / 1000) * stream.perSecond) + 1);
  for (; stream.sent < due; stream.sent += 1) stream.response.write(frameAt(stream, stream.sent));
  if (stream.sent < stream.tokens) return;
  open.delete(stream);
  stream.response.end(lastFrames(stream.tokens));
}

function frameAt({ kind }: Saying, place: number): string {
  const content = tokenAt(kind, place);
  const known = frames.get(content);
  if (known !== undefined) return known;
  const frame = chunk({ content });
  frames.set(content, frame);
  return frame;
}

function chunk(delta: object, finishReason: string | null = null): string {
  return frameOf({ choices: [{ index: 0, delta, finish_reason: finishReason }] });
}

function frameOf(body: object): string {
  return `data: ${JSON.stringify({ ...HEAD, object: "chat.completion.chunk", ...body })}\n\n`;
}

function lastFrames(tokens: number): string {
  return `${chunk({}, "stop")}${frameOf({ choices: [], usage: usage(tokens) })}data: [DONE]\n\n`;
}

function sayWhole(response: http.ServerResponse): void {
  const message = { role: "assistant", content: "A title" };
  const choices = [{ index: 0, message, finish_reason: "stop" }];
  const body = JSON.stringify({ ...HEAD, object: "chat.completion", choices, usage: usage(2) });
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) }).end(body);
}

function usage(tokens: number) {
  return { prompt_tokens: 12, completion_tokens: tokens, total_tokens: tokens + 12 };
}
