import type { ServerResponse } from "node:http";

const MOST_KEPT = 100;
const EXCERPT_CHARACTERS = 60;

/** `answered`: our last byte went out. `left`: the reader closed first. `broken`: closed by us, as a fault. */
export type Outcome = "open" | "answered" | "left" | "broken";

/** One call as the control page shows it. Of the prompt only how it begins. */
export type Call = {
  id: string;
  /** ISO 8601. */
  at: string;
  route: string;
  model: string | null;
  streamed: boolean;
  /** The first words of the question. */
  about: string;
  faults: readonly string[];
  /** Null where the call left it to the model. */
  temperature: number | null;
  promptTokens: number | null;
  completionTokens: number | null;
  /** Null until there is one. */
  status: number | null;
  outcome: Outcome;
};
type Facts = Pick<
  Call,
  "model" | "streamed" | "about" | "faults" | "temperature" | "promptTokens" | "completionTokens"
>;

/** The last calls that came, the newest first. */
export function createCalls(now: () => Date = () => new Date()) {
  let calls: Call[] = [];

  return {
    /** Follows one response to its end, and returns where its facts are written as they become known. */
    follow(route: string, response: ServerResponse): (facts: Partial<Facts>) => void {
      const call: Call = {
        id: String(response.getHeader("x-request-id") ?? ""),
        at: now().toISOString(),
        route,
        model: null,
        streamed: false,
        about: "",
        faults: [],
        temperature: null,
        promptTokens: null,
        completionTokens: null,
        status: null,
        outcome: "open",
      };
      calls = [call, ...calls].slice(0, MOST_KEPT);
      response.on("close", () => {
        call.status = response.headersSent ? response.statusCode : null;
        call.outcome = outcomeOf(response, call.faults);
      });
      return (facts) => {
        Object.assign(call, facts);
        call.about = beginningOf(call.about);
      };
    },
    list: (): Call[] => calls.map((call) => ({ ...call })),
    clear() {
      calls = [];
    },
  };
}
export type Calls = ReturnType<typeof createCalls>;

function outcomeOf(response: ServerResponse, faults: readonly string[]): Outcome {
  if (response.writableFinished) return "answered";
  return faults.some((name) => name === "cut" || name === "hang-up") ? "broken" : "left";
}

function beginningOf(text: string): string {
  const line = text.replaceAll(/\s+/gu, " ").trim();
  return line.length > EXCERPT_CHARACTERS
    ? `${line.slice(0, EXCERPT_CHARACTERS).replace(/\p{Surrogate}$/u, "")}…`
    : line;
}
