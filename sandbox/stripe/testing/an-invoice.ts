import type { Invoice } from "../store/wire";
import { type Fields, StillWorld } from "./still-world";

/** A customer with an invoice of these amounts, brought as far as the status says. */
export function anInvoice(
  amounts: number[],
  status = "draft",
  { card = "pm_card_visa", balance = 0, more = {} }: { card?: string; balance?: number; more?: Fields } = {},
) {
  const world = new StillWorld();
  const customer = world.payer(card);
  if (balance !== 0) world.post(`/v1/customers/${customer}`, { balance });
  for (const amount of amounts) world.post("/v1/invoiceitems", { customer, amount, currency: "usd" });
  const { id } = world.post("/v1/invoices", {
    customer,
    pending_invoice_items_behavior: "include",
    ...more,
  }) as Invoice;
  const steps: { [status: string]: string[] } = {
    draft: [],
    open: ["finalize"],
    paid: ["finalize", "pay"],
    void: ["finalize", "void"],
    uncollectible: ["finalize", "mark_uncollectible"],
  };
  for (const step of steps[status] ?? []) world.post(`/v1/invoices/${id}/${step}`);
  const now = () => world.get(`/v1/invoices/${id}`) as Invoice;
  const owner = () => world.get(`/v1/customers/${customer}`) as { balance: number };
  return { world, id, customer, now, owner };
}
