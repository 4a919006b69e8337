import http from "node:http";

export type StreamRun = {
  status: number;
  ttftMs: number;
  /** Between one arrival of tokens and the next. */
  gapsMs: number[];
  tokens: number;
  /** What the product says at its start; the pipes do not. */
  generationId: string;
  conversationId: string;
};
export type Target = {
  port: number;
  path: string;
  headers?: Record<string, string>;
  body: string;
  /** Called when the first token is there. */
  onFirst?: (run: StreamRun) => void;
};

/** Servers close idle connections after five seconds; one that is let go earlier is never reused while it closes. */
const IDLE_MS = 3_000;
const agent = new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, timeout: IDLE_MS });
/** Both wire shapes carry the model's text as it is; each of the bench's tokens is this one. */
const TOKEN = " token";

/** Opens one stream and reads it to its end. Times are from the moment the request is sent. */
export function readStream({ port, path, headers = {}, body, onFirst }: Target): Promise<StreamRun> {
  return new Promise((resolve, reject) => {
    const sentAt = performance.now();
    const request = http.request(
      {
        host: "127.0.0.1",
        port,
        path,
        method: "POST",
        agent,
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body), ...headers },
      },
      (response) => {
        const listener = listen(response.statusCode ?? 0, { sentAt, onFirst });
        response.setEncoding("utf8");
        response.on("data", listener.hear);
        response.on("end", () => resolve(listener.run));
        response.on("error", reject);
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

function listen(status: number, { sentAt, onFirst }: { sentAt: number; onFirst: Target["onFirst"] }) {
  const run: StreamRun = { status, ttftMs: 0, gapsMs: [], tokens: 0, generationId: "", conversationId: "" };
  let lastAt = 0;
  /** What may be the beginning of a token that arrives in two parts. */
  let begun = "";
  function hear(text: string): void {
    const now = performance.now();
    if (run.generationId === "") Object.assign(run, idsIn(text));
    const between = `${begun}${text}`.split(TOKEN);
    begun = between.at(-1)?.slice(1 - TOKEN.length) ?? "";
    const tokens = between.length - 1;
    if (tokens === 0) return;
    const isFirst = run.tokens === 0;
    run.tokens += tokens;
    if (!isFirst) run.gapsMs.push(now - lastAt);
    lastAt = now;
    if (!isFirst) return;
    run.ttftMs = now - sentAt;
    onFirst?.(run);
  }
  return { run, hear };
}

/** Of the product's first frame. */
function idsIn(text: string): Pick<StreamRun, "generationId" | "conversationId"> {
  const id = (name: string) => new RegExp(`"${name}":"([0-9a-f-]+)"`).exec(text)?.[1] ?? "";
  return { generationId: id("generationId"), conversationId: id("conversationId") };
}

/** Many streams at once, begun over `rampMs` so that they do not march in step. */
export function readStreams(count: number, targetOf: (index: number) => Target, rampMs = 1_000): Promise<StreamRun[]> {
  const begin = async (index: number) => {
    await new Promise((resolve) => setTimeout(resolve, (rampMs * index) / Math.max(1, count)));
    return readStream(targetOf(index));
  };
  return Promise.all(Array.from({ length: count }, (_, index) => begin(index)));
}
