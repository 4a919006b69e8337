import type { ServerResponse } from "node:http";
import { serverError } from "../errors";
import type { Ending } from "./faults";
import type { Frames } from "./frames";
import type { Score } from "./score";
import type { Wire } from "./wire";

type Stage = { frames: Frames; wire: Wire; whenOver: () => void };

/** The last frames, or what a fault puts in their place. A stalled stream stays open until its reader goes. */
export function conclude(response: ServerResponse, score: Score, { frames, wire, whenOver }: Stage) {
  const { ending } = score;
  if (ending === "stall" || ending === "stall-first") return;
  whenOver();
  if (ending === "cut") {
    response.socket?.end(() => response.socket?.destroy());
    return;
  }
  wire.end(lastFrames(ending, score, frames));
}

function lastFrames(ending: Ending, { finish, usage }: Score, frames: Frames): string {
  const proper = { finish: frames.finish(finish), usage: frames.usage(usage), done: frames.done };
  switch (ending) {
    case "eof":
      return "";
    case "error-mid":
      return frames.error(serverError().body);
    case "event-error":
      return frames.errorEvent(serverError().body);
    case "malformed":
      return frames.malformed + proper.finish + proper.done;
    case "no-done":
      return proper.finish + proper.usage;
    case "no-finish":
      return proper.usage + proper.done;
    case "no-usage":
      return proper.finish + proper.done;
    default:
      return proper.finish + proper.usage + proper.done;
  }
}
