import type { Invoice } from "../store/wire";
import type { Coupon, PromotionCode } from "../store/wire-billing";
import { type Fields, StillWorld } from "./still-world";

export function shop() {
  const world = new StillWorld();
  const customer = world.payer("pm_card_visa");
  const coupon = (fields: Fields) => (world.post("/v1/coupons", fields) as Coupon).id;
  const code = (fields: Fields) => world.post("/v1/promotion_codes", fields) as PromotionCode;
  const promotion = (off: string) => ({ promotion: { type: "coupon", coupon: off } });
  const subscribe = (amount: number, more: Fields = {}) => world.subscribe(customer, world.price(amount), more);
  const newest = () => world.invoices(customer)[0] as Invoice;
  const totals = () => world.invoices(customer).map((invoice) => invoice.total);
  return { world, customer, coupon, code, promotion, subscribe, newest, totals };
}
