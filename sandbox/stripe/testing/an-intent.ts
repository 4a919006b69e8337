import type { PaymentIntent } from "../store/wire";
import { type Fields, StillWorld } from "./still-world";

export function anIntent(fields: Fields = {}) {
  const world = new StillWorld();
  const intent = world.post("/v1/payment_intents", { amount: 1000, currency: "usd", ...fields }) as PaymentIntent;
  const path = `/v1/payment_intents/${intent.id}`;
  return { world, intent, path, now: () => world.get(path) as PaymentIntent };
}
