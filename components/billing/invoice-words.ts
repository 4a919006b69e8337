import type { BadgeTone } from "@/components/ui/badge";

const STATUSES: Readonly<Record<string, { tone: BadgeTone; text: string }>> = {
  paid: { tone: "good", text: "Paid" },
  open: { tone: "warn", text: "Due" },
  void: { tone: "neutral", text: "Void" },
  uncollectible: { tone: "bad", text: "Not paid" },
};

/** Stripe's word for an invoice in ours; one we do not know is shown as it is. */
export function invoiceStatus(status: string): { tone: BadgeTone; text: string } {
  const known = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined;
  return known ?? { tone: "neutral", text: status };
}
