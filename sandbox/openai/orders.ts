import { z } from "zod";
import { FAULT_NAMES } from "./chat/faults";

const MOST_ORDERS = 50;

/** "The next `count` chats (with `model`) go wrong like this", as it is sent. */
export const OrderRequest = z.strictObject({
  fault: z.enum(FAULT_NAMES),
  count: z.coerce.number().int().min(1).max(1_000_000).default(1),
  /** Every model when absent. */
  model: z
    .string()
    .trim()
    .max(200)
    .optional()
    .transform((model) => model || undefined),
});
export type OrderRequest = z.infer<typeof OrderRequest>;

/** An order that is armed. */
export type Order = { id: string; fault: string; model: string | null; remaining: number };

/** Faults that are armed for calls to come. The oldest that fits is used up first. */
export function createOrders() {
  let orders: Order[] = [];
  let made = 0;

  return {
    /** The oldest makes room when there are very many. */
    add({ fault, count, model }: OrderRequest): Order {
      made += 1;
      const order: Order = { id: String(made), fault, model: model ?? null, remaining: count };
      orders = [...orders, order].slice(-MOST_ORDERS);
      return order;
    },
    /** Uses up one call of the first order that fits, and names its fault. */
    take(model: string): string | undefined {
      const order = orders.find((candidate) => candidate.model === null || candidate.model === model);
      if (!order) return undefined;
      order.remaining -= 1;
      orders = orders.filter(({ remaining }) => remaining > 0);
      return order.fault;
    },
    list: (): Order[] => orders.map((order) => ({ ...order })),
    /** False when there is no such order (any more). */
    remove(id: string): boolean {
      const before = orders.length;
      orders = orders.filter((order) => order.id !== id);
      return orders.length < before;
    },
    clear() {
      orders = [];
    },
  };
}
export type Orders = ReturnType<typeof createOrders>;
