import type http from "node:http";
import type { FaultOrder } from "../store/wire-delivery";

/** What becomes of an answer on the wire: kept back and then cut, cut at once, or late. */
export type WireFate = { kind: "hold" | "late"; ms: number } | { kind: "cut" };

export function wireFateBy({ kind, options }: FaultOrder): WireFate | undefined {
  switch (kind) {
    case "timeout_before_write":
    case "timeout_after_write":
      return { kind: "hold", ms: Number(options["hold_ms"]) };
    case "cut_before_write":
    case "cut_after_write":
      return { kind: "cut" };
    case "slow":
      return { kind: "late", ms: Number(options["ms"]) };
    default:
      return undefined;
  }
}

/** Does to the connection what was ordered. Resolves to whether the answer is still to go out. */
export async function meetFate(fate: WireFate | undefined, response: http.ServerResponse): Promise<boolean> {
  if (fate === undefined) return true;
  if (fate.kind !== "cut") await whileOpen(response, fate.ms);
  if (fate.kind === "late") return !response.destroyed;
  response.destroy();
  return false;
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
