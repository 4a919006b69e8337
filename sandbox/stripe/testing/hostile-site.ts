import type { PageRequest } from "../http/listener";
import { World } from "../store/world";
import { Journal } from "../store/journal";
import { temporaryFolder } from "./test-world";
import { type Fields, StillWorld } from "./still-world";
import { createPages } from "../pages/pages";

export const EVIL = `"><script>alert(1)</script><img src=x onerror='alert(1)'>&amp;`;

export const on = { enabled: true };

export const ALL = { payment_method_update: on, invoice_history: on, subscription_cancel: on };

/** All pages over a world whose every name was written by an enemy. */
export async function aSite() {
  const world = new StillWorld();
  const journal = await Journal.open(temporaryFolder(), new World("pages"));
  const show = createPages({ world: world.world, clock: world.clock, sweeper: world.sweeper, journal });
  const ask = async (
    path: string,
    { body = "", query = "", method = body ? "POST" : "GET" }: Partial<PageRequest> = {},
  ) => {
    const [bare = "", own = ""] = path.split("?");
    const answer = await show({ method, path: bare, query: query || own, body, origin: "http://here" });
    world.world.commit();
    return { ...answer, text: String(answer.body) };
  };
  const { id: product } = world.post("/v1/products", { name: EVIL }) as { id: string };
  const money = { product, currency: "usd", unit_amount: 1900 };
  const { id: price } = world.post("/v1/prices", { ...money, recurring: { interval: "month" } }) as { id: string };
  const customer = world.payer("pm_card_visa");
  world.post(`/v1/customers/${customer}`, { email: EVIL, name: EVIL });
  const subscription = world.subscribe(customer, price);
  const back = { success_url: "http://localhost/", cancel_url: `http://localhost/?q=${EVIL}` };
  const open = (more: Fields) => (world.post("/v1/checkout/sessions", { ...back, ...more }) as { id: string }).id;
  const selling = { mode: "subscription", line_items: [{ price, quantity: 1 }] };
  const portal = (more: Fields = {}) =>
    (
      world.post("/v1/billing_portal/sessions", { customer, return_url: "http://localhost/b?x=<", ...more }) as {
        id: string;
      }
    ).id;
  const { id: coupon } = world.post("/v1/coupons", { percent_off: 10, name: EVIL, duration: "forever" }) as {
    id: string;
  };
  const products = [{ product, prices: [price], adjustable_quantity: { enabled: true } }];
  const subscription_update = {
    enabled: true,
    products,
    default_allowed_updates: ["price", "quantity", "promotion_code"],
  };
  const configuration = world.post("/v1/billing_portal/configurations", {
    features: { subscription_update, ...ALL },
  }) as {
    id: string;
  };
  const changing = `/p/session/${portal({ configuration: configuration.id })}?subscription=${subscription.id}`;
  const paths = {
    codes: `/c/pay/${open({ ...selling, allow_promotion_codes: true })}`,
    discount: `/c/pay/${open({ ...selling, discounts: [{ coupon }] })}`,
    plans: `${changing}&view=plans`,
    preview: `${changing}&view=preview&quantity=3&price=${price}`,
    overview: "/",
    checkout: `/c/pay/${open(selling)}`,
    trial: `/c/pay/${open({ ...selling, subscription_data: { trial_period_days: 7 } })}`,
    known: `/c/pay/${open({ ...selling, customer })}`,
    setup: `/c/pay/${open({ mode: "setup", customer })}`,
    portal: `/p/session/${portal()}`,
    invoice: `/i/${subscription.latest_invoice}`,
    missing: "/nothing/here",
  };
  return { world, ask, paths, portal, subscription, customer };
}
