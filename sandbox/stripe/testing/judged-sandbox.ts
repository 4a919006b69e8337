import diagnostics from "node:diagnostics_channel";
import type http from "node:http";
import { type SandboxOptions, startStripeSandbox, type StripeSandbox } from "../sandbox";
import { World } from "../store/world";
import { faultsOfAnswer, NewEvents } from "./judged";

/**
 * The sandbox as it is shipped. Every reply under `/v1`, whoever asked and by whatever program, and every event, heard or
 * not, is held against what the SDK declares; `close` rejects with all that was not as declared.
 */
export async function judgedSandbox(options: SandboxOptions): Promise<StripeSandbox> {
  const world = options.world ?? new World(options.seed ?? "parley");
  const events = new NewEvents(world);
  const sandbox = await startStripeSandbox({ ...options, world });
  const port = Number(new URL(sandbox.url).port);
  const faults: string[] = [];
  const overhear = (message: unknown) => {
    const { request, response } = message as { request: http.IncomingMessage; response: http.ServerResponse };
    if (request.socket.localPort !== port) return;
    // What came about between two requests, before this one may forget it.
    faults.push(...events.faults());
    onAnswer(request, response, (where, status, body) => faults.push(...faultsOfAnswer(where, status, body)));
  };
  diagnostics.subscribe("http.server.request.start", overhear);
  let closed: Promise<void> | undefined;
  const close = async () => {
    await sandbox.close();
    diagnostics.unsubscribe("http.server.request.start", overhear);
    faults.push(...events.faults());
    if (faults.length > 0)
      throw new Error(`The Stripe sandbox did not answer as the SDK declares:\n${faults.join("\n")}`);
  };
  return { ...sandbox, close: () => (closed ??= close()) };
}

type Tell = (where: string, status: number, body: unknown) => void;

/** Half an answer, and none, are no answers: they are ordered so, and nobody takes them for one. */
function onAnswer(request: http.IncomingMessage, response: http.ServerResponse, tell: Tell): void {
  const [path = ""] = (request.url ?? "").split("?");
  if (!/^\/v\d+(\/|$)/.test(path) || request.method === "HEAD") return;
  const end = response.end.bind(response) as (body?: unknown) => http.ServerResponse;
  response.end = (body?: unknown) => {
    const text = typeof body === "string" || Buffer.isBuffer(body) ? body.toString() : "";
    tell(`${request.method} ${path}`, response.statusCode, parsed(text));
    return end(body);
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
