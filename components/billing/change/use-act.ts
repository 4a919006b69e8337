import { startTransition, useRef, useState } from "react";
import type { Answer } from "@/components/billing/change/change-actions";

type Problem = { code: string; message: string };

/** Nothing was heard back, so nothing is claimed. */
const UNHEARD: Problem = {
  code: "unheard",
  message: "We could not hear back from the server. Reload the page to see where things stand.",
};

/**
 * One press, one request: what is pressed meanwhile does nothing. A refusal is kept until the next try. What follows an
 * answer is drawn together with the page that comes with it: nobody sees a dialog close over what was true before.
 */
export function useAct() {
  const isUnderWay = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  function act<Value>(ask: () => Promise<Answer<Value>>, then: (value: Value) => void): Promise<void> {
    if (isUnderWay.current || isBusy) return Promise.resolve();
    isUnderWay.current = true;
    setBusy(true);
    setProblem(undefined);
    return new Promise((done) => {
      // While this is under way React holds back every other transition, the page's refresh among them.
      startTransition(async () => {
        const answer = await ask().catch(() => ({ ok: false as const, ...UNHEARD }));
        isUnderWay.current = false;
        startTransition(() => {
          setBusy(false);
          if (answer.ok) then(answer.value);
          else setProblem(answer);
        });
        done();
      });
    });
  }

  return { act, isBusy, problem };
}
