import fc from "fast-check";
import { DAY_S, type Fields, StillWorld } from "./still-world";

/** What a history may do next. Each refers to what there is by number, so that any of them can follow any. */
export type Act = { do: keyof typeof DEEDS; who: number; how: number };

const CARDS = ["pm_card_visa", "pm_card_chargeCustomerFail", "pm_card_mastercard", "pm_card_visa"];
const PAYING = [...CARDS, "pm_card_pendingRefund", "pm_card_refundFail", "pm_card_authenticationRequired"];
const BILLING = ["create_prorations", "always_invoice", "none"];
const PAYMENT = ["allow_incomplete", "pending_if_incomplete", "default_incomplete", "error_if_incomplete"];
const DAYS = [1, 3, 8, 32, 32];

/** Everything a history did that the world itself does not keep. */
export type Told = { adjusted: Map<string, number>; refused: number; taken: number };

type Scene = { world: StillWorld; told: Told; who: number; how: number };
type Deed = (scene: Scene) => [method: string, path: string, fields?: Fields] | undefined;

const of = <T>(list: readonly T[], n: number): T | undefined => list[n % list.length];
const idOf = ({ world, who }: Scene, name: "customers" | "subscriptions" | "charges") =>
  of(world.all(name), who)?.id ?? "x_none";
const newest = ({ world, who }: Scene) => world.all("invoices").at(-1 - (who % 4));
const priceOf = ({ world, how }: Scene) => of(world.all("prices"), how)?.id ?? "price_none";

const DEEDS = {
  customer: ({ how }) => {
    const card = of(CARDS, how) ?? "";
    return ["POST", "/v1/customers", { payment_method: card, invoice_settings: { default_payment_method: card } }];
  },
  subscribe: (scene) => {
    const fields = {
      customer: idOf(scene, "customers"),
      items: [{ price: priceOf(scene) }],
      payment_behavior: of(PAYMENT, scene.how),
    };
    return ["POST", "/v1/subscriptions", { ...fields, ...(scene.how % 3 === 0 ? { trial_period_days: 14 } : {}) }];
  },
  swap: (scene) => {
    const subscription = of(scene.world.all("subscriptions"), scene.who);
    const items = [{ id: subscription?.items.data[0]?.id, price: priceOf(scene), quantity: 1 + (scene.how % 3) }];
    const how = { proration_behavior: of(BILLING, scene.how), payment_behavior: of(PAYMENT, scene.who + scene.how) };
    const ends = scene.how % 4 === 0 && subscription?.status === "trialing" ? { trial_end: "now" } : {};
    return ["POST", `/v1/subscriptions/${subscription?.id ?? "sub_none"}`, { items, ...how, ...ends }];
  },
  cancel: (scene) => [
    "DELETE",
    `/v1/subscriptions/${idOf(scene, "subscriptions")}`,
    scene.how % 2 ? { prorate: true, invoice_now: true } : {},
  ],
  end: (scene) => [
    "POST",
    `/v1/subscriptions/${idOf(scene, "subscriptions")}`,
    { cancel_at_period_end: scene.how % 3 > 0 },
  ],
  pause: (scene) => ["POST", `/v1/subscriptions/${idOf(scene, "subscriptions")}/pause`],
  resume: (scene) => [
    "POST",
    `/v1/subscriptions/${idOf(scene, "subscriptions")}/resume`,
    { billing_cycle_anchor: scene.how % 2 ? "now" : "unchanged" },
  ],
  collect: (scene) => [
    "POST",
    `/v1/subscriptions/${idOf(scene, "subscriptions")}`,
    {
      pause_collection:
        scene.how % 2 ? { behavior: of(["void", "keep_as_draft", "mark_uncollectible"], scene.how) } : "",
    },
  ],
  discount: (scene) => {
    const { body } = scene.world.ask("POST", "/v1/coupons", {
      percent_off: 5 + scene.how,
      duration: scene.how % 2 ? "once" : "forever",
    });
    return [
      "POST",
      `/v1/subscriptions/${idOf(scene, "subscriptions")}`,
      { discounts: [{ coupon: (body as { id: string }).id }] },
    ];
  },
  /** A discount of a single item, for one invoice. */
  cheaper: (scene) => {
    const { body } = scene.world.ask("POST", "/v1/coupons", { percent_off: 5 + scene.how, duration: "once" });
    const coupon = (body as { id: string }).id;
    const item = of(scene.world.all("subscriptions"), scene.who)?.items.data[0]?.id ?? "si_none";
    return ["POST", `/v1/subscription_items/${item}`, { discounts: [{ coupon }], proration_behavior: "none" }];
  },
  putOff: (scene) => {
    const { body } = scene.world.ask("POST", "/v1/subscription_schedules", {
      from_subscription: idOf(scene, "subscriptions"),
    });
    const { id = "sub_sched_none", phases = [] } = body as {
      id?: string;
      phases?: { start_date: number; end_date: number; items: { price: string }[] }[];
    };
    const now = phases.map(({ start_date, end_date, items }) => ({
      start_date,
      end_date,
      items: items.map(({ price }) => ({ price })),
    }));
    return ["POST", `/v1/subscription_schedules/${id}`, { phases: [...now, { items: [{ price: priceOf(scene) }] }] }];
  },
  card: (scene) => {
    const customer = idOf(scene, "customers");
    const { body } = scene.world.ask("POST", `/v1/payment_methods/${of(CARDS, scene.how) ?? ""}/attach`, { customer });
    return [
      "POST",
      `/v1/customers/${customer}`,
      { invoice_settings: { default_payment_method: (body as { id?: string }).id ?? "" } },
    ];
  },
  adjust: ({ world, told, who, how }) => {
    const owner = of(world.all("customers"), who);
    if (!owner) return undefined;
    const balance = (how - 10) * 37;
    told.adjusted.set(owner.id, (told.adjusted.get(owner.id) ?? 0) + balance - owner.balance);
    return ["POST", `/v1/customers/${owner.id}`, { balance }];
  },
  item: (scene) => [
    "POST",
    "/v1/invoiceitems",
    { customer: idOf(scene, "customers"), amount: (scene.how - 6) * 211, currency: "usd" },
  ],
  invoice: (scene) => [
    "POST",
    "/v1/invoices",
    { customer: idOf(scene, "customers"), pending_invoice_items_behavior: "include", auto_advance: scene.how % 2 > 0 },
  ],
  finalize: (scene) => ["POST", `/v1/invoices/${newest(scene)?.id ?? "in_none"}/finalize`],
  pay: (scene) => [
    "POST",
    `/v1/invoices/${newest(scene)?.id ?? "in_none"}/pay`,
    scene.how % 5 ? {} : { paid_out_of_band: true },
  ],
  void: (scene) => ["POST", `/v1/invoices/${newest(scene)?.id ?? "in_none"}/void`],
  giveUp: (scene) => ["POST", `/v1/invoices/${newest(scene)?.id ?? "in_none"}/mark_uncollectible`],
  credit: (scene) => {
    const invoice = newest(scene);
    const amount = 1 + scene.how * 53;
    const away = invoice?.status === "paid" ? { [scene.how % 2 ? "credit_amount" : "out_of_band_amount"]: amount } : {};
    return ["POST", "/v1/credit_notes", { invoice: invoice?.id ?? "in_none", amount, ...away }];
  },
  /** A subscription that begins later, with a schedule that goes on from one price to another. */
  plan: (scene) => {
    const customer = idOf(scene, "customers");
    const duration = { interval: "month", interval_count: 1 };
    const prices = scene.world.all("prices").slice(scene.how % 2);
    const phases = prices.map(({ id }) => ({ items: [{ price: id }], duration }));
    const start_date = scene.world.nowS + scene.how * DAY_S;
    const end_behavior = scene.how % 3 ? "release" : "cancel";
    return ["POST", "/v1/subscription_schedules", { customer, start_date, end_behavior, phases }];
  },
  /** A checkout that is paid, refused, or left open when its owner is asked who he is. */
  buy: (scene) => {
    const mode = of(["subscription", "setup"], scene.how);
    const line_items = mode === "setup" ? undefined : [{ price: priceOf(scene), quantity: 1 }];
    const asked = { mode, customer: idOf(scene, "customers"), success_url: "http://a.test/", line_items };
    const { body } = scene.world.ask("POST", "/v1/checkout/sessions", asked);
    const { id = "cs_none" } = body as { id?: string };
    return ["POST", `/v1/payment_pages/${id}/confirm`, { payment_method: of(PAYING, scene.how) }];
  },
  keep: (scene) => {
    const asked = { customer: idOf(scene, "customers"), payment_method: of(PAYING, scene.how), confirm: true };
    return ["POST", "/v1/setup_intents", { ...asked, return_url: "http://a.test/" }];
  },
  leave: (scene) => ["DELETE", `/v1/customers/${idOf(scene, "customers")}`],
  charge: (scene) => {
    const how = {
      confirm: true,
      payment_method: of(PAYING, scene.how),
      automatic_payment_methods: { enabled: true, allow_redirects: "never" },
    };
    return ["POST", "/v1/payment_intents", { amount: 500 + scene.how, currency: "usd", ...how }];
  },
  refund: (scene) => ["POST", "/v1/refunds", { charge: idOf(scene, "charges"), amount: 1 + scene.how * 31 }],
  wait: ({ world, how }) => {
    world.advance((of(DAYS, how) ?? 1) * DAY_S);
    return undefined;
  },
} satisfies { [name: string]: Deed };

const names = Object.keys(DEEDS) as Act["do"][];
/** What the rest is about must often be there, and time must often pass. */
const likely: Act["do"][] = ["customer", "subscribe", "subscribe", "swap", "pay", "wait", "wait", "wait"];

export const histories = fc.array(
  fc.record({ do: fc.constantFrom(...names, ...likely), who: fc.nat(7), how: fc.nat(20) }),
  { minLength: 10, maxLength: 45, size: "max" },
);

/** A shop with three prices, and one who hears of everything. */
export function aShop(): StillWorld {
  const world = new StillWorld();
  world.post("/v1/webhook_endpoints", { url: "http://127.0.0.1:1/", enabled_events: ["*"] });
  world.price(1900);
  world.price(19_000, { recurring: { interval: "year" } });
  world.price(700, { recurring: { interval: "week" } });
  world.subscribe(world.payer("pm_card_visa"), world.all("prices")[0]?.id ?? "");
  return world;
}

/** Does one thing. It may be refused, as Stripe refuses; anything else than that or a success is a fault. */
export function perform(world: StillWorld, told: Told, { do: what, who, how }: Act): void {
  const deed: Deed = DEEDS[what];
  const asked = deed({ world, told, who, how });
  if (!asked) return;
  const { status, body } = world.ask(...asked);
  if (status >= 500) throw new Error(`${asked[0]} ${asked[1]}: ${JSON.stringify(body)}`);
  if (status === 200) told.taken++;
  else told.refused++;
}
