import { expect, test } from "vitest";
import type { Endpoint } from "@/lib/adapters/llm/client";
import { RefusedQuestion } from "@/lib/adapters/llm/relay";
import { PAUSES } from "@/lib/inference/circuit";
import { circuitsOf } from "@/lib/inference/circuits";
import { relayInTurn } from "@/lib/inference/relay-in-turn";
import { AppError } from "@/lib/platform/errors";

const model = { id: "swift" };
const down = new AppError("model_down");
const refused = new RefusedQuestion(400, { message: "No.", type: "t", param: null, code: null });

/** Asks by a script: what each that is asked throws, or nothing. */
function asking(circuits = circuitsOf({ ...PAUSES, opensAfter: 2 })) {
  const leaving = new AbortController();
  async function ask(script: Partial<Record<Endpoint, unknown>>, endpoints?: Endpoint[]) {
    const asked: Endpoint[] = [];
    const turns = { model, signal: leaving.signal, circuits };
    const outcome = await relayInTurn(
      turns,
      async (endpoint) => {
        asked.push(endpoint);
        if (script[endpoint] !== undefined) throw script[endpoint];
        return endpoint;
      },
      endpoints ?? ["primary", "fallback"],
    ).then(
      ({ answer }) => answer,
      (thrown: unknown) => thrown,
    );
    return { asked, outcome };
  }
  return { ask, leaving };
}

test("the second provider answers where the first is away, and the last one's failure is told where nobody does", async () => {
  const busy = new AppError("model_busy");
  const { ask } = asking();
  expect(await ask({ primary: down })).toEqual({ asked: ["primary", "fallback"], outcome: "fallback" });
  expect((await ask({ primary: busy, fallback: down })).outcome).toBe(down);
});

test("who was away twice is asked only where the other is away too", async () => {
  const { ask } = asking();
  for (const _ of [1, 2]) await ask({ primary: down });
  expect(await ask({})).toEqual({ asked: ["fallback"], outcome: "fallback" });
  expect(await ask({ fallback: down })).toEqual({ asked: ["fallback", "primary"], outcome: "primary" });
});

test("with one provider it is asked each time, however often it was away", async () => {
  const { ask } = asking();
  for (const _ of [1, 2, 3, 4]) expect((await ask({ primary: down }, ["primary"])).asked).toEqual(["primary"]);
  expect(await ask({}, ["primary"])).toEqual({ asked: ["primary"], outcome: "primary" });
});

test("a question that is refused is asked of nobody else, and shows that the provider is there", async () => {
  const { ask } = asking();
  for (const primary of [down, refused, down, refused]) await ask({ primary });
  expect(await ask({ primary: refused })).toEqual({ asked: ["primary"], outcome: refused });
});

test("a call that its program broke off says nothing of the provider, and goes nowhere else", async () => {
  const { ask, leaving } = asking();
  leaving.abort();
  for (const _ of [1, 2, 3]) expect(await ask({ primary: down })).toEqual({ asked: ["primary"], outcome: down });
});
