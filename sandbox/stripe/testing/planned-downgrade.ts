import type { Schedule } from "../store/wire-billing";
import { DAY_S, type Fields, START_S, StillWorld } from "./still-world";

export const MONTH_S = 31 * DAY_S;

export const SCHEDULES = "/v1/subscription_schedules";

/** A subscriber on the larger plan, and the schedule that is made of his subscription. */
export function planned(amount = 9900) {
  const world = new StillWorld();
  const [big, small] = [world.price(amount), world.price(1900)];
  const customer = world.payer("pm_card_visa");
  const { id, items } = world.subscribe(customer, big);
  const schedule = world.post(SCHEDULES, { from_subscription: id }) as Schedule;
  const end = items.data[0]?.current_period_end ?? 0;
  const update = (fields: Fields) => world.post(`${SCHEDULES}/${schedule.id}`, fields) as Schedule;
  const now = () => world.get(`${SCHEDULES}/${schedule.id}`) as Schedule;
  /** Stays on what there is until the period ends, and then takes a smaller plan for some periods. */
  const downgrade = (price = small, more: Fields = {}) =>
    update({
      phases: [
        { items: [{ price: big }], start_date: START_S, end_date: end },
        { items: [{ price }], ...more },
      ],
    });
  const plan = () => world.subscription(id).items.data.map((item) => [item.price.id, item.quantity]);
  const totals = () => world.invoices(customer).map((invoice) => invoice.total);
  return { world, customer, id, big, small, end, schedule, update, now, downgrade, plan, totals };
}
