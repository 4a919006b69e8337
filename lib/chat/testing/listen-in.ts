import { vi } from "vitest";
import { providerFor } from "@/lib/adapters/llm/client";

type Asked = { model: string; temperature?: number; messages: { role: string; content: unknown }[] };

/** Notes what the model is asked from now on. */
export function listenIn(): { calls: () => Asked[]; last: () => Asked } {
  const spy = vi.spyOn(providerFor("primary"), "post");
  spy.mockClear();
  const calls = () => spy.mock.calls.map(([, body]) => body as Asked);
  return {
    calls,
    last: () => {
      const call = calls().at(-1);
      if (!call) throw new Error("The model was not asked");
      return call;
    },
  };
}
