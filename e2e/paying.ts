import { expect, type Page } from "@playwright/test";
import { z } from "zod";
import { facts } from "./facts";
import { inDatabase, type Person } from "./people";

export const CARD_THAT_PAYS = "4242 4242 4242 4242";
export const CARD_THAT_IS_DECLINED = "4000 0000 0000 0002";

/** Fills in the hosted checkout and sends it. */
export async function payWith(page: Page, card: string, press: "Start trial" | "Subscribe" | "Pay"): Promise<void> {
  await page.getByLabel("Card number").fill(card);
  await page.getByLabel("Expiry").fill("12 / 34");
  await page.getByLabel("CVC").fill("123");
  await page.getByLabel("Name on card").fill("Test Person");
  await page.getByRole("button", { name: press, exact: true }).click();
}

const Session = z.object({ url: z.url() });

/**
 * A trial of Pro, begun as the billing page and the hosted one begin it, and known to Parley, without drawing either:
 * what is on them is what `journey.spec.ts` and `billing.spec.ts` are for.
 */
export async function startProTrial({ request }: Page): Promise<void> {
  const session = await request.post("/api/stripe/checkout-session", { data: { plan: "pro", interval: "month" } });
  const { url } = Session.parse(await session.json());
  const form = { number: CARD_THAT_PAYS, expiry: "12 / 34", cvc: "123", name: "Test Person" };
  const paid = await request.post(url, { form });
  expect(paid.url(), await paid.text()).toMatch(/\/billing\?from=checkout$/);
}

const One = z.object({ id: z.string() });
const Listed = z.object({ data: z.array(One) });

/** The trial of somebody who has one is over, and its first month is paid. */
export async function endTrial(page: Page, person: Person): Promise<void> {
  const { subscription } = await customerOf(person);
  await atStripe(`/v1/subscriptions/${subscription}`, { trial_end: "now" });
  await expect.poll(() => statusOf(person)).toBe("active");
  await page.goto("/billing");
  await expect(page.getByText("You have Pro. It renews on")).toBeVisible();
}

/** From now on the person's plan is paid with this card, as if they had entered it. */
export async function payBy(person: Person, card: string): Promise<void> {
  const { customer, subscription } = await customerOf(person);
  const { id } = One.parse(await atStripe(`/v1/payment_methods/${card}/attach`, { customer }));
  await atStripe(`/v1/subscriptions/${subscription}`, { default_payment_method: id });
}

/** Of the subscription as Parley knows it. */
async function statusOf({ id }: Person): Promise<string | undefined> {
  const { rows } = await inDatabase((client) =>
    client.query<{ status: string }>("SELECT status FROM subscriptions WHERE user_id = $1", [id]),
  );
  return rows[0]?.status;
}

async function customerOf({ id }: Person): Promise<{ customer: string; subscription: string }> {
  const { rows } = await inDatabase((client) =>
    client.query("SELECT stripe_customer_id AS id FROM users WHERE id = $1", [id]),
  );
  const customer = z.array(One).parse(rows)[0]?.id ?? "";
  const { data } = Listed.parse(await atStripe(`/v1/subscriptions?customer=${customer}`));
  return { customer, subscription: data[0]?.id ?? "" };
}

async function atStripe(path: string, fields?: Record<string, string>): Promise<unknown> {
  const response = await fetch(new URL(path, facts.stripeUrl), {
    headers: { authorization: "Bearer sk_test_browser" },
    ...(fields ? { method: "POST", body: new URLSearchParams(fields) } : {}),
  });
  expect(response.status).toBe(200);
  return response.json();
}
