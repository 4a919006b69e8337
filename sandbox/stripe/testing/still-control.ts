import type { PageRequest } from "../http/listener";
import { createPages } from "../pages/pages";
import { START_S, StillWorld } from "./still-world";

type Shown = { status: number; body: Record<string, unknown> };

/** A still world with its `/_sandbox/control` routes, and a few ways to fill it. */
export function stillControl() {
  const world = new StillWorld();
  const journal = { compact: () => Promise.resolve() };
  const show = createPages({ world: world.world, clock: world.clock, sweeper: world.sweeper, journal });

  async function ask(method: string, at: string, fields: Record<string, string> = {}): Promise<Shown> {
    const [path = "", query = ""] = at.split("?");
    const body = method === "POST" ? new URLSearchParams(fields).toString() : "";
    const request: PageRequest = { method, path: `/_sandbox/control${path}`, query, body, origin: "http://here" };
    const answer = await show(request);
    world.world.commit();
    world.judgeEvents();
    return { status: answer.status, body: JSON.parse(String(answer.body)) as Record<string, unknown> };
  }

  return {
    world,
    ask,
    get: async (at: string) => (await ask("GET", at)).body,
    aPayer(name: string, card = "pm_card_visa") {
      const id = world.payer(card);
      world.post(`/v1/customers/${id}`, { name, email: `${name.toLowerCase()}@example.test` });
      return id;
    },
    listening(enabled_events: string[] = ["*"]) {
      const fields = { url: "http://localhost:1/hook", enabled_events };
      return (world.post("/v1/webhook_endpoints", fields) as { id: string }).id;
    },
    /** As the courier leaves all deliveries after their tries. */
    answered(state: "delivered" | "failed", status: number | null) {
      for (const delivery of world.all("deliveries")) {
        const attempts = [{ atMs: START_S * 1000, status, error: status === null ? "refused" : null, durationMs: 3 }];
        world.world.put("deliveries", { ...delivery, state, attempts, nextAttemptAtMs: null });
        const event = world.world.find("events", delivery.event);
        if (!event || state === "failed") continue;
        world.world.put("events", { ...event, pending_webhooks: event.pending_webhooks - 1 });
      }
    },
  };
}
export type StillControl = ReturnType<typeof stillControl>;
