import { useEffect, useState } from "react";

/** Whole seconds that are left, down to 0. Another number of seconds begins anew. */
export function useCountdown(seconds: number): number {
  const [{ from, left }, setState] = useState({ from: seconds, left: seconds });
  if (from !== seconds) setState({ from: seconds, left: seconds });
  const isOver = left <= 0;
  useEffect(() => {
    if (isOver) return undefined;
    const timer = setInterval(() => setState((state) => ({ ...state, left: state.left - 1 })), 1_000);
    return () => clearInterval(timer);
  }, [isOver]);
  return Math.max(0, left);
}
