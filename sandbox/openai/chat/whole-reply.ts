import type { ServerResponse } from "node:http";
import { serverError } from "../errors";
import type { Ending } from "./faults";
import { durationMs } from "./pace";
import type { Score } from "./score";

const CUT_IN_HALF: ReadonlySet<Ending> = new Set(["malformed", "eof"]);
const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

/** Waits as long as the model would write. The faults of a stream become what a reader of one body would see. */
export function sendWhole(
  response: ServerResponse,
  score: Score,
  { body, whenOver }: { body: object; whenOver: () => void },
) {
  if (score.ending === "stall" || score.ending === "stall-first") return;
  const timer = setTimeout(
    () => {
      whenOver();
      finish(response, score.ending, JSON.stringify(body));
    },
    durationMs(score.pace, score.tokens.length),
  );
  response.on("close", () => clearTimeout(timer));
}

function finish(response: ServerResponse, ending: Ending, text: string) {
  if (ending === "cut") {
    response.socket?.destroy();
    return;
  }
  if (ending === "error-mid" || ending === "event-error") {
    response.writeHead(500, JSON_TYPE).end(JSON.stringify(serverError().body));
    return;
  }
  response.writeHead(200, JSON_TYPE).end(CUT_IN_HALF.has(ending) ? text.slice(0, text.length / 2) : text);
}
