import { z } from "zod";
import { NotInWorld, SandboxAway, type StripeSandbox } from "../world/stripe-sandbox";

const Field = z.object({
  name: z.string(),
  type: z.string(),
  label: z.string(),
  help: z.string().optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  min: z.number().optional(),
  max: z.number().optional(),
  choices: z.array(z.string()).optional(),
});
export type Field = z.infer<typeof Field>;

const Kind = z.object({
  kind: z.string(),
  about: z.string(),
  title: z.string(),
  does: z.string(),
  fields: z.array(Field),
});
export type Kind = z.infer<typeof Kind>;

const Order = z.object({
  id: z.string(),
  kind: z.string(),
  route: z.string().nullable(),
  events: z.string().nullable(),
  customer: z.string().nullable(),
  count: z.number(),
  left: z.number(),
  probability: z.number(),
  card: z.string().nullish(),
  holding: z.number().optional(),
});
export type Order = z.infer<typeof Order>;

export type StripeFaults = { kinds: Kind[]; orders: Order[] };

/** What can go wrong with Stripe and what was ordered to; nothing when no Stripe sandbox answers, or one without faults. */
export async function stripeFaultsOf(stripe: StripeSandbox): Promise<StripeFaults | undefined> {
  try {
    const [{ kinds }, { faults }] = await Promise.all([
      stripe.ask(z.object({ kinds: z.array(Kind) }), "/faults/kinds"),
      stripe.ask(z.object({ faults: z.array(Order) }), "/faults"),
    ]);
    return { kinds, orders: faults };
  } catch (error) {
    if (error instanceof SandboxAway || error instanceof NotInWorld) return undefined;
    throw error;
  }
}

/** Orders a fault as the form has it; what was left empty is not said. Throws `Refused` with what is wrong. */
export async function orderFault(stripe: StripeSandbox, form: URLSearchParams): Promise<void> {
  const fields = Object.fromEntries([...form].filter(([, value]) => value.trim() !== ""));
  await stripe.ask(Order, "/faults", { method: "POST", fields });
}

const Removed = z.object({ removed: z.number() });

export async function switchOff(stripe: StripeSandbox, id?: string): Promise<void> {
  const path = id === undefined ? "/faults" : `/faults/${encodeURIComponent(id)}`;
  await stripe.ask(Removed, path, { method: "DELETE" });
}
