import type { Conversation } from "./conversation";
import { pick } from "./words";

const HELLO =
  /^(?:hi|hello|hey|good (?:morning|afternoon|evening)|greetings|yo|howdy)\b[\s,!.]*(?:there|again|parley|assistant|everyone)?[\s!.?]*(?:how are you[^?]*\??)?$/iu;
const THANKS = /^(?:thanks?|thank you|cheers|great|perfect|awesome|nice|ok(?:ay)?)\b[^?]{0,40}$/iu;
const WHO = /^(?:who|what) are you\b|\bwhat can you do\b|^help[\s!?.]*$/iu;

/** Hello, thanks, and "what can you do?". */
export function greeting({ text, earlier }: Conversation): string | undefined {
  const said = text.trim();
  if (WHO.test(said)) return WHAT_I_DO;
  if (HELLO.test(said)) {
    return earlier.length > 0
      ? "Hello again! Shall we go on where we stopped, or is it something new?"
      : `${pick(["Hello!", "Hi there!", "Hello, good to see you."], said)} What would you like to work on? I can explain, compare, plan, calculate, or write a first draft with you.`;
  }
  if (!THANKS.test(said)) return undefined;
  return "You're welcome. If something in it does not hold up when you try it, tell me what happened, and we take it from there.";
}

const WHAT_I_DO = `I am the assistant of this sandbox: a small program that answers as a model would, so that the app can be tried without one. My answers are composed from your words. I can:

- **explain** a subject, **compare** options in a table, and **plan** steps;
- write **code** in TypeScript, Python, SQL, Rust and shell;
- **calculate**, convert units, and count days;
- set **formulas** in LaTeX, and draw **diagrams** in mermaid;
- draft **emails**, and **summarise** what you paste;
- answer in other **languages**, and follow up on what was said.`;
