import type { Conversation } from "./conversation";
import { capitalised, topicOf } from "./words";

const ASKED = /\b(?:mermaid|flow ?charts?|sequence diagram|diagram|state machine|er diagram|gantt)\b/iu;

/** A mermaid diagram with the prompt's own steps, when it names some. */
export function diagram({ text }: Conversation): string | undefined {
  if (!ASKED.test(text)) return undefined;
  const subject = topicOf(text.replace(/.*?\b(?:of|for|showing|about|that shows|how)\s+/iu, ""));
  return `Here is ${capitalised(subject)} as a diagram.

\`\`\`mermaid
${drawn(text, subject)}
\`\`\`

Read it from the start along the arrows; every branch ends somewhere on purpose, also the one where things go wrong.`;
}

function drawn(text: string, subject: string): string {
  if (/sequence/iu.test(text)) return SEQUENCE.replaceAll("SUBJECT", label(subject));
  if (/\bstate\b/iu.test(text)) return STATES.replaceAll("SUBJECT", label(subject));
  return flow(
    stepsIn(text) ?? [
      "Receive the request",
      "Check the input",
      `Work on ${subject}`,
      "Store the result",
      "Tell the person",
    ],
  );
}

/** "a -> b -> c", or "first a, then b, then c". */
function stepsIn(text: string): string[] | undefined {
  const arrows = text.split(/\s*(?:->|→|=>)\s*/u);
  const parts = arrows.length > 2 ? arrows : text.replace(/^.*?:\s*/u, "").split(/,?\s*\bthen\b\s*|;\s*/iu);
  const steps = parts.map((part) => (part.includes(":") ? part.slice(part.lastIndexOf(":") + 1) : part).trim());
  return steps.length > 2 ? steps.filter((step) => step !== "") : undefined;
}

function flow(steps: readonly string[]): string {
  const nodes = steps.map((step, index) => `  s${index + 1}["${capitalised(label(step))}"]`);
  const arrows = steps.slice(1).map((_, index) => `  s${index + 1} --> s${index + 2}`);
  return ["flowchart TD", ...nodes, ...arrows, `  s2 -->|does not hold| stop(["Say why, and stop"])`].join("\n");
}

/** Letters that would end a label are left out. */
function label(text: string) {
  return text
    .replaceAll(/["[\]{}()<>|;#\n]/gu, " ")
    .replaceAll(/\s+/gu, " ")
    .trim()
    .slice(0, 60);
}

const SEQUENCE = `sequenceDiagram
  participant P as Person
  participant A as App
  participant S as Service
  P->>A: asks for SUBJECT
  A->>A: checks who is asking
  A->>S: passes it on, with an id
  alt it works
    S-->>A: the result
    A-->>P: shows it
  else it fails
    S-->>A: the reason
    A-->>P: says what was kept
  end`;
const STATES = `stateDiagram-v2
  [*] --> Draft
  Draft --> Active: SUBJECT begins
  Active --> Waiting: something is missing
  Waiting --> Active: it arrived
  Active --> Done: finished
  Waiting --> Ended: gave up
  Done --> [*]
  Ended --> [*]`;
