import { expect, test } from "vitest";
import { requireCalm } from "@/lib/chat/calm";
import { newId } from "@/lib/platform/ids";

const at = (second: number) => () => new Date(Date.UTC(2027, 0, 1, 0, 0, second));
const refusalOf = (asking: Promise<void>) =>
  asking.then(
    () => undefined,
    (error: unknown) => error,
  );

/** So many in parallel, as a loop would; how many were refused. */
async function refusedOf(count: number, ask: () => Promise<void>): Promise<number> {
  const outcomes = await Promise.all(Array.from({ length: count }, () => refusalOf(ask())));
  return outcomes.filter((refusal) => refusal !== undefined).length;
}

test.each([
  ["find", 120],
  ["any", 300],
] as const)("of %s one gets %i at once and not one more, however parallel", async (kind, count) => {
  const somebody = { id: newId() };
  expect(await refusedOf(count + 3, () => requireCalm(somebody, kind, at(0)))).toBe(3);
});

test("the refusal is a sentence that says how long, and holds nobody else back, nor longer than that", async () => {
  const [hasty, calm] = [{ id: newId() }, { id: newId() }];
  await refusedOf(120, () => requireCalm(hasty, "find", at(0)));
  expect(await refusalOf(requireCalm(hasty, "find", at(0)))).toMatchObject({
    code: "too_many_requests",
    message: "That was a lot at once. Please wait a second.",
    retryAfterS: 1,
  });
  await requireCalm(calm, "find", at(0));
  await requireCalm(hasty, "any", at(0));
  await requireCalm(hasty, "find", at(1));
});
