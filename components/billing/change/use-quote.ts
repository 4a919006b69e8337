import { useEffect, useState } from "react";
import type { Answer } from "@/components/billing/change/change-actions";
import { useAct } from "@/components/billing/change/use-act";

/**
 * A price asked for when the form that shows it opens, and kept while it is read; `look` asks for it anew. What is done
 * about it goes through the same `act`, so neither runs beside the other.
 */
export function useQuote<Quote>(ask: () => Promise<Answer<Quote>>) {
  const { act, isBusy, problem } = useAct();
  const [quote, setQuote] = useState<Quote>();

  function look() {
    setQuote(undefined);
    void act(ask, setQuote);
  }

  // oxlint-disable-next-line react/exhaustive-deps -- once: a price that changed while it is read would be no quote
  useEffect(look, []);

  return { quote, look, act, isBusy, problem };
}
