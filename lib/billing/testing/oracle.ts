/*
 * What Stripe's state means, by somebody who does not know our code: this file imports nothing, asks Stripe by itself,
 * and has the rules from the plans' page: what is paid for, or on trial, plus three days.
 */

type Wire = Record<string, never>;
type Page<Row> = { data: Row[] };
type Period = { start: number; end: number };
type Subscription = {
  id: string;
  status: string;
  trial_start: number | null;
  trial_end: number | null;
  cancel_at: number | null;
  items: Page<{ price: { lookup_key: string | null; unit_amount: number }; current_period_end: number }>;
};
type Invoice = {
  id: string;
  status: string;
  total: number;
  amount_paid: number;
  amount_remaining: number;
  status_transitions: { finalized_at: number | null };
  parent: { subscription_details: { subscription: string } | null } | null;
  lines: Page<{ period: Period; amount: number }>;
};
type Intent = {
  id: string;
  status: string;
  amount: number;
  amount_received: number;
  latest_charge: { amount_refunded: number } | null;
};

const GRACE_S = 3 * 86_400;

export function oracleOf(address: string, key: string) {
  async function list<Row = Wire>(path: string): Promise<Row[]> {
    const response = await fetch(`${address}/v1/${path}`, { headers: { authorization: `Bearer ${key}` } });
    if (!response.ok) throw new Error(`Stripe answers ${response.status} to ${path}`);
    return ((await response.json()) as Page<Row>).data;
  }

  /** One line a row, as our tables should have it. */
  async function truth(customer: string): Promise<Record<string, string[]>> {
    const of = `customer=${customer}&limit=100`;
    const [subscriptions, invoices, intents, cards] = await Promise.all([
      list<Subscription>(`subscriptions?${of}&status=all`),
      list<Invoice>(`invoices?${of}`),
      list<Intent>(`payment_intents?${of}&expand[]=data.latest_charge`),
      list<{ id: string }>(`customers/${customer}/payment_methods?limit=100`),
    ]);
    return {
      subscriptions: subscriptions.map(({ id, status, items, cancel_at }) => {
        const [item] = items.data;
        return [id, status, item?.price.lookup_key, item?.price.unit_amount, item?.current_period_end, cancel_at].join(
          " ",
        );
      }),
      invoices: invoices.map((one) => [one.id, one.status, one.total, one.amount_paid, one.amount_remaining].join(" ")),
      payments: intents.map((one) =>
        [one.id, one.status, one.amount, one.amount_received, one.latest_charge?.amount_refunded ?? 0].join(" "),
      ),
      cards: cards.map(({ id }) => id),
    };
  }

  /** Until when (Unix seconds) each plan may be had at most: what was paid for or tried, and the grace after it. */
  async function mayHaveUntil(customer: string): Promise<Record<string, number>> {
    const of = `customer=${customer}&limit=100`;
    const [subscriptions, invoices] = await Promise.all([
      list<Subscription>(`subscriptions?${of}&status=all`),
      list<Invoice>(`invoices?${of}`),
    ]);
    const until: Record<string, number> = {};
    for (const one of subscriptions) {
      const plan = (one.items.data[0]?.price.lookup_key ?? "").split(/[^a-z]/).find((word) => word in RANKS) ?? "none";
      const own = invoices.filter(({ parent }) => parent?.subscription_details?.subscription === one.id);
      const paid = own
        .filter(({ status }) => status === "paid")
        .flatMap(({ lines }) => lines.data.map(({ period }) => period.end));
      const due = own
        .filter(({ status }) => status === "open" && one.status === "past_due")
        .flatMap(({ status_transitions }) => status_transitions.finalized_at ?? []);
      const last = Math.max(0, ...paid, ...due.slice(-1), one.trial_end ?? 0) + GRACE_S;
      until[plan] = Math.max(until[plan] ?? 0, last);
    }
    return until;
  }

  return { truth, mayHaveUntil };
}

const RANKS: Record<string, number> = { free: 0, pro: 1, enterprise: 2 };

/** Whether having this plan at that moment is more than was paid for. */
export function isTooMuch(plan: string, at: Date, until: Record<string, number>): boolean {
  const rank = RANKS[plan] ?? Number.POSITIVE_INFINITY;
  if (rank === 0) return false;
  return !Object.entries(until).some(([other, end]) => (RANKS[other] ?? 0) >= rank && at.getTime() < end * 1_000);
}
