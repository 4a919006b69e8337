import { z } from "zod";

/** The next `count` requests to `route` fail with `status`. */
export const FaultOrder = z.strictObject({
  route: z.string().startsWith("/"),
  status: z.number().int().min(400).max(599),
  count: z.number().int().min(0).max(1_000_000),
});
export type FaultOrder = z.infer<typeof FaultOrder>;

export function createFaults() {
  const orders = new Map<string, FaultOrder>();

  return {
    /** A new order for a route replaces the old; a count of 0 takes it off. */
    order(fault: FaultOrder) {
      orders.set(fault.route, fault);
    },
    /** Uses up one failure of the route, and says with which status. */
    take(route: string): number | undefined {
      const fault = orders.get(route);
      if (!fault || fault.count === 0) return undefined;
      orders.set(route, { ...fault, count: fault.count - 1 });
      return fault.status;
    },
    list: (): FaultOrder[] => [...orders.values()].filter(({ count }) => count > 0),
    clear: () => orders.clear(),
  };
}
export type Faults = ReturnType<typeof createFaults>;
