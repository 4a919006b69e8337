import { useEffect, useRef, useState } from "react";

export type Heard = {
  status: number;
  contentType: string;
  headers: { name: string; value: string }[];
  text: string;
  isOver: boolean;
};

const SHOWN = /^(?:x-request-id|x-ratelimit-.+|x-parley-.+|retry-after|x-should-retry)$/;
const UNHEARD = "Nothing came back. Is this page still connected?";

/** Asks an address of ours and keeps what is heard, piece by piece. Asked again, or left, the one before ends. */
export function useAsking() {
  const [heard, setHeard] = useState<Heard>();
  const [problem, setProblem] = useState<string>();
  const asking = useRef<AbortController>(undefined);
  useEffect(() => () => asking.current?.abort(), []);

  async function ask(url: string, init: RequestInit): Promise<void> {
    asking.current?.abort();
    const mine = new AbortController();
    asking.current = mine;
    setProblem(undefined);
    setHeard(undefined);
    try {
      const response = await fetch(url, { ...init, signal: mine.signal });
      const told = toldOf(response);
      for await (const text of piecesOf(response)) {
        if (asking.current !== mine) return;
        setHeard({ ...told, text, isOver: false });
      }
      setHeard((now) => ({ ...told, text: now?.text ?? "", isOver: true }));
    } catch {
      // Ended by whoever asked, or the network is gone; what was heard stays.
      if (asking.current !== mine) return;
      setHeard((now) => now && { ...now, isOver: true });
      if (!mine.signal.aborted) setProblem(UNHEARD);
    }
  }

  return { heard, problem, ask, stop: () => asking.current?.abort() };
}

function toldOf({ status, headers }: Response): Omit<Heard, "text" | "isOver"> {
  const shown = [...headers].filter(([name]) => SHOWN.test(name));
  return {
    status,
    contentType: headers.get("content-type") ?? "",
    headers: shown.map(([name, value]) => ({ name, value })),
  };
}

/** All that was heard so far, whenever there is more of it. */
async function* piecesOf({ body }: Response): AsyncGenerator<string> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return;
    text += value;
    yield text;
  }
}
