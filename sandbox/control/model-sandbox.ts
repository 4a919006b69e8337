import { z } from "zod";

const Fault = z.object({ name: z.string(), does: z.string() });
const Order = z.object({ id: z.string(), fault: z.string(), model: z.string().nullable(), remaining: z.number() });
const Faults = z.object({ armed: z.array(Order), faults: z.array(Fault), models: z.array(z.string()) });
const Pace = z.object({ ttftMs: z.number(), tokensPerSecond: z.number() });
const Call = z.object({
  id: z.string(),
  at: z.string(),
  route: z.string(),
  model: z.string().nullable(),
  streamed: z.boolean(),
  about: z.string(),
  faults: z.array(z.string()),
  promptTokens: z.number().nullable(),
  completionTokens: z.number().nullable(),
  status: z.number().nullable(),
  outcome: z.string(),
});
const Refusal = z.object({ error: z.object({ message: z.string() }) });

export type Call = z.infer<typeof Call>;
/** All that the OpenAI sandbox says about itself. */
export type ModelState = z.infer<typeof Faults> & { pace: z.infer<typeof Pace>; calls: Call[] };

const PATIENCE_MS = 2_000;

/** The OpenAI sandbox as its neighbour sees it, over its own steering routes. `url` may end in `/v1`. */
export function modelSandboxAt(url: string) {
  const base = `${url.replace(/\/(?:v1\/?)?$/u, "")}/_sandbox`;

  async function ask(path: string, method = "GET", body?: object): Promise<Response> {
    const init = { method, signal: AbortSignal.timeout(PATIENCE_MS) };
    return fetch(`${base}/${path}`, body ? { ...init, body: JSON.stringify(body) } : init);
  }

  async function read<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> {
    return schema.parse(await (await ask(path)).json());
  }

  return {
    /** Nothing when no OpenAI sandbox answers there. */
    async state(): Promise<ModelState | undefined> {
      try {
        const [faults, pace, calls] = await Promise.all([
          read("faults", Faults),
          read("pace", Pace),
          read("calls", z.array(Call)),
        ]);
        return { ...faults, pace, calls };
      } catch {
        return undefined;
      }
    },
    /** Each of these returns why it was refused, or nothing. */
    arm: (order: object) => change("faults", "POST", order),
    disarm: (id?: string) => change(id === undefined ? "faults" : `faults/${encodeURIComponent(id)}`, "DELETE"),
    setPace: (pace: object) => change("pace", "PUT", pace),
    reset: () => change("reset", "POST"),
  };

  async function change(path: string, method: string, body?: object): Promise<string | undefined> {
    try {
      const response = await ask(path, method, body);
      if (response.ok) return undefined;
      return Refusal.safeParse(await response.json()).data?.error.message ?? `It answered ${response.status}.`;
    } catch {
      return "The OpenAI sandbox does not answer.";
    }
  }
}
export type ModelSandbox = ReturnType<typeof modelSandboxAt>;
