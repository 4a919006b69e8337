import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { liveAnswer } from "@/lib/chat/live-answer";
import { pieceStore } from "@/lib/chat/piece-store";
import type { Mark, StoredPiece } from "@/lib/chat/queries/pieces";
import { plusMs, SECOND_MS } from "@/lib/platform/clock";

const START = new Date("2026-11-10T12:00:00Z");

function anAnswer(generationId: string, prefix?: string) {
  return liveAnswer({ generationId, conversationId: "c", messageId: "m" }, prefix);
}

/** A store that remembers its rounds; `fail` makes the next ones throw. */
function aStore() {
  const rounds: StoredPiece[][] = [];
  const control = { failing: 0, now: START, marks: [] as Mark[] };
  const heeded: Mark[] = [];
  const pieces = pieceStore(
    (mark) => void heeded.push(mark),
    async (due) => {
      if (control.failing > 0) {
        control.failing -= 1;
        throw new Error("the database is away");
      }
      rounds.push([...due]);
      return control.marks;
    },
    () => control.now,
  );
  return { pieces, rounds, control, heeded };
}

test("all running answers are stored by one round, each from where it stood", async () => {
  const { pieces, rounds } = aStore();
  const [one, two] = [anAnswer("one"), anAnswer("two")];
  pieces.track(one);
  pieces.track(two);
  one.append("Hello");
  two.append("Bonjour");
  await expect.poll(() => rounds).toHaveLength(1);
  one.append(" world");
  await expect.poll(() => rounds).toHaveLength(2);
  expect(rounds).toEqual([
    [
      { generationId: "one", from: 0, to: 5, text: "Hello" },
      { generationId: "two", from: 0, to: 7, text: "Bonjour" },
    ],
    [{ generationId: "one", from: 5, to: 11, text: " world" }],
  ]);
  pieces.forget("one");
  pieces.forget("two");
});

test("what could not be stored comes again with what was said since", async () => {
  const { pieces, rounds, control } = aStore();
  const answer = anAnswer("one");
  control.failing = 1;
  pieces.track(answer);
  answer.append("Hello");
  await expect.poll(() => control.failing).toBe(0);
  answer.append(" world");
  await expect.poll(() => rounds).toEqual([[{ generationId: "one", from: 0, to: 11, text: "Hello world" }]]);
  pieces.forget("one");
});

test("a silent answer gives a sign of life only now and then", async () => {
  const { pieces, rounds, control } = aStore();
  pieces.track(anAnswer("one"));
  await sleep(350);
  expect(rounds).toEqual([]);
  control.now = plusMs(START, 10 * SECOND_MS);
  await expect.poll(() => rounds).toEqual([[{ generationId: "one", from: 0, to: 0, text: "" }]]);
  pieces.forget("one");
});

test("a forgotten answer is not stored any more", async () => {
  const { pieces, rounds } = aStore();
  const answer = anAnswer("one");
  pieces.track(answer);
  pieces.forget("one");
  answer.append("Hello");
  await sleep(350);
  expect(rounds).toEqual([]);
});

test("what it began with is stored already; of a temporary answer only signs of life are", async () => {
  const { pieces, rounds, control } = aStore();
  const [longer, secret] = [anAnswer("longer", "Once"), anAnswer("secret")];
  pieces.track(longer, { prefix: "Once" });
  pieces.track(secret, { isTemporary: true });
  longer.append(" upon");
  secret.append("Hush");
  await expect.poll(() => rounds).toEqual([[{ generationId: "longer", from: 4, to: 9, text: " upon" }]]);
  control.now = plusMs(START, 10 * SECOND_MS);
  await expect.poll(() => rounds[1]).toContainEqual({ generationId: "secret", from: 0, to: 0, text: "" });
  pieces.forget("longer");
  pieces.forget("secret");
});

test("a mark that a round finds is heeded, if its answer is still being written here", async () => {
  const { pieces, control, heeded } = aStore();
  const mark = (generationId: string): Mark => ({ generationId, isRunning: true, seenLength: 3 });
  control.marks = [mark("one"), mark("gone")];
  const answer = anAnswer("one");
  pieces.track(answer);
  answer.append("Hello");
  await expect.poll(() => heeded).toEqual([mark("one")]);
  pieces.forget("one");
});
