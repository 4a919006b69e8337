import http from "node:http";

export type StreamRun = { ttftMs: number; longestGapMs: number; bytes: number; tokens: number; status: number };
export type Target = { port: number; path: string; headers?: Record<string, string>; body: () => string };

/** Servers close idle connections after five seconds; one that is let go earlier is never reused while it closes. */
const IDLE_MS = 3_000;
const agent = new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, timeout: IDLE_MS });
/** Both wire shapes carry the model's text as it is; each of the bench's tokens is this one. */
const TOKEN = " token";

/** Opens one stream and reads it to its end. Times are from the moment the request is sent. */
export function readStream({ port, path, headers = {}, body }: Target): Promise<StreamRun> {
  return new Promise((resolve, reject) => {
    const payload = body();
    const sentAt = performance.now();
    const request = http.request(
      {
        host: "127.0.0.1",
        port,
        path,
        method: "POST",
        agent,
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(payload), ...headers },
      },
      (response) => {
        const run: StreamRun = { ttftMs: 0, longestGapMs: 0, bytes: 0, tokens: 0, status: response.statusCode ?? 0 };
        let lastAt = 0;
        response.setEncoding("utf8");
        response.on("data", (text: string) => {
          const now = performance.now();
          const tokens = text.split(TOKEN).length - 1;
          run.bytes += text.length;
          if (tokens === 0) return;
          if (run.tokens === 0) run.ttftMs = now - sentAt;
          else run.longestGapMs = Math.max(run.longestGapMs, now - lastAt);
          run.tokens += tokens;
          lastAt = now;
        });
        response.on("end", () => resolve(run));
        response.on("error", reject);
      },
    );
    request.on("error", reject);
    request.end(payload);
  });
}

/** Many streams at once, begun over `rampMs` so that they do not march in step. */
export function readStreams(count: number, targetOf: (index: number) => Target, rampMs = 1_000): Promise<StreamRun[]> {
  const begin = async (index: number) => {
    await new Promise((resolve) => setTimeout(resolve, (rampMs * index) / Math.max(1, count)));
    return readStream(targetOf(index));
  };
  return Promise.all(Array.from({ length: count }, (_, index) => begin(index)));
}
