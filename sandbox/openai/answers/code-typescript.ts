import type { Task } from "./code-task";

export const typescriptTasks: readonly Task[] = [
  {
    pattern: /debounce|throttle/iu,
    intro: "A debounce waits until the calls have stopped for a while, and then makes the last one.",
    code: `
export function debounce<Args extends unknown[]>(run: (...args: Args) => void, waitMs: number) {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function debounced(...args: Args) {
    clearTimeout(timer);
    timer = setTimeout(() => run(...args), waitMs);
  }
  debounced.cancel = () => clearTimeout(timer);
  return debounced;
}

const save = debounce((text: string) => console.log("saved", text), 300);
save("he");
save("hello"); // only this one is saved`,
    notes: ["The arguments keep their types.", "Call `cancel` when the component goes away."],
  },
  {
    pattern: /retry|fetch|http|request|\bapi\b/iu,
    intro: "Fetch with a time limit and a few retries, but only for failures that may pass.",
    code: `
const RETRIABLE = new Set([408, 429, 500, 502, 503, 504]);

export async function fetchJson<T>(url: string, { tries = 3, timeoutMs = 5_000 } = {}): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
      if (response.ok) return (await response.json()) as T;
      if (!RETRIABLE.has(response.status) || attempt === tries) throw new Error(\`HTTP \${response.status}\`);
    } catch (error) {
      if (attempt === tries) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 100 * (1 + Math.random())));
  }
}`,
    notes: [
      "A 404 will not get better, so it is thrown at once.",
      "The random part keeps clients from retrying in step.",
    ],
  },
  {
    pattern: /binary search/iu,
    intro: "Binary search halves what is left with every look.",
    code: `
/** The index of \`wanted\` in a sorted list, or -1. */
export function binarySearch(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = low + ((high - low) >> 1);
    const value = sorted[middle]!;
    if (value === wanted) return middle;
    if (value < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

binarySearch([1, 3, 5, 8, 13], 8); // 3`,
    notes: [
      "$O(\\log n)$ looks, no memory.",
      "The list must be sorted; if it is not, the answer is wrong without a warning.",
    ],
  },
  {
    pattern: /fizz ?buzz/iu,
    intro: "FizzBuzz, with the rule in one place.",
    code: `
function fizzBuzz(n: number): string {
  const word = (n % 3 === 0 ? "Fizz" : "") + (n % 5 === 0 ? "Buzz" : "");
  return word || String(n);
}

for (let n = 1; n <= 15; n += 1) console.log(fizzBuzz(n));`,
    notes: ["15 needs no case of its own: both words are simply joined."],
  },
  {
    pattern: /react|component|hook/iu,
    intro: "A small React component with its three states written out.",
    code: `
import { useState } from "react";

export function SaveButton({ save }: { save: () => Promise<void> }) {
  const [state, setState] = useState<"idle" | "saving" | "failed">("idle");

  async function click() {
    setState("saving");
    try {
      await save();
      setState("idle");
    } catch {
      setState("failed");
    }
  }

  return (
    <>
      <button type="button" onClick={click} disabled={state === "saving"}>
        {state === "saving" ? "Saving…" : "Save"}
      </button>
      {state === "failed" && <p role="alert">That was not saved. Try again.</p>}
    </>
  );
}`,
    notes: [
      "One `state` instead of two booleans: it can not be saving and failed at once.",
      "The role `alert` has the sentence read out.",
    ],
  },
  {
    intro: "Here is a version in TypeScript that you can run as it is.",
    code: `
type Entry = { name: string; amount: number };

/** Adds up the amounts of each name, the largest first. */
export function totals(entries: readonly Entry[]): [name: string, total: number][] {
  const sums = new Map<string, number>();
  for (const { name, amount } of entries) sums.set(name, (sums.get(name) ?? 0) + amount);
  return [...sums].sort((one, other) => other[1] - one[1]);
}

totals([
  { name: "rent", amount: 900 },
  { name: "food", amount: 250 },
  { name: "rent", amount: 50 },
]); // [["rent", 950], ["food", 250]]`,
    notes: [
      "A `Map` keeps the order in which names first came.",
      "The input is not changed, so it is safe to call twice.",
    ],
  },
];
