import { useRef, useState } from "react";
import type { Answer } from "@/components/billing/change/change-actions";

type Problem = { code: string; message: string };

/** Nothing was heard back, so nothing is claimed. */
const UNHEARD: Problem = {
  code: "unheard",
  message: "We could not hear back from the server. Reload the page to see where things stand.",
};

/** One press, one request: what is pressed meanwhile does nothing. A refusal is kept until the next try. */
export function useAct() {
  const isUnderWay = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  async function act<Value>(ask: () => Promise<Answer<Value>>, then: (value: Value) => void): Promise<void> {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setBusy(true);
    setProblem(undefined);
    const answer = await ask().catch(() => ({ ok: false as const, ...UNHEARD }));
    isUnderWay.current = false;
    setBusy(false);
    if (answer.ok) then(answer.value);
    else setProblem(answer);
  }

  return { act, isBusy, problem };
}
