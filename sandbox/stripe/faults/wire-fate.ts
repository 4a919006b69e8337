import type http from "node:http";
import type { FaultOrder } from "../store/wire-delivery";

/** What becomes of an answer on the wire: kept back and then cut, late, cut at once, or cut when half of it is out. */
export type WireFate = { kind: "hold" | "late"; ms: number } | { kind: "cut" | "halve" };
type Written = { status: number; headers: { [name: string]: string }; body: string | Buffer; fate?: WireFate };

export function wireFateBy({ kind, options }: FaultOrder): WireFate | undefined {
  switch (kind) {
    case "timeout_before_write":
    case "timeout_after_write":
      return { kind: "hold", ms: Number(options["hold_ms"]) };
    case "cut_before_write":
    case "cut_after_write":
      return { kind: "cut" };
    case "cut_in_reply":
      return { kind: "halve" };
    case "slow":
      return { kind: "late", ms: Number(options["ms"]) };
    default:
      return undefined;
  }
}

/** Does to an answer and its connection what was ordered. Resolves to whether the answer is still to go out. */
export async function meetFate(answer: Written, response: http.ServerResponse): Promise<boolean> {
  const { fate } = answer;
  switch (fate?.kind) {
    case undefined:
      return true;
    case "late":
      await whileOpen(response, fate.ms);
      return !response.destroyed;
    case "halve":
      halve(answer, response);
      return false;
    case "hold":
      await whileOpen(response, fate.ms);
      break;
    case "cut":
  }
  response.destroy();
  return false;
}

/** Promises the whole body, sends the first half, and closes. */
function halve({ status, headers, body }: Written, response: http.ServerResponse): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, "content-length": bytes.length });
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}

/** Waits so long, or until the caller has gone. */
async function whileOpen(response: http.ServerResponse, ms: number): Promise<void> {
  if (response.destroyed || response.closed) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    response.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
