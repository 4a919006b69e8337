import { z } from "zod";
import { CREDIT_AMOUNT, PACK_IDS, type PackId } from "@/lib/billing/plans-packs";
import { Currency } from "@/lib/billing/schema";

/** Wire shapes and views of buying credits, shared by browser and server. Amounts are in the smallest unit. */

const { leastMinor, mostMinor } = CREDIT_AMOUNT;
const RANGE = `Choose an amount from ${leastMinor} to ${mostMinor}, in the currency's smallest unit.`;
const NOT_BOTH = "Choose either a pack or an amount.";

const Wish = z.strictObject({
  pack: z.enum(PACK_IDS, { error: `Choose ${PACK_IDS.slice(0, -1).join(", ")} or ${PACK_IDS.at(-1)}.` }).optional(),
  amount: z.int({ error: RANGE }).min(leastMinor, RANGE).max(mostMinor, RANGE).optional(),
  /** Without one, a pack is sold in the person's own. */
  currency: Currency.optional(),
});

/** A pack, or an amount of one's own choice in a currency. */
export const CreditWish = Wish.check(oneOfBoth);
export type CreditWish = z.infer<typeof CreditWish>;

/** The same from our own page. `purchaseId` is chosen by it once for each purchase, so that pressing twice is one. */
export const BuyCredits = Wish.extend({ purchaseId: z.uuid() }).check(oneOfBoth);
export type BuyCredits = z.infer<typeof BuyCredits>;

function oneOfBoth({ value, issues }: z.core.ParsePayload<z.infer<typeof Wish>>): void {
  const { pack, amount, currency } = value;
  const say = (field: string, message: string) => issues.push({ code: "custom", path: [field], message, input: value });
  if (pack !== undefined && amount !== undefined) say("amount", NOT_BOTH);
  if (pack === undefined && amount === undefined) {
    say("pack", `${NOT_BOTH} Packs are ${PACK_IDS.join(", ")}.`);
  }
  if (amount !== undefined && currency === undefined) say("currency", "Choose usd, eur or gbp.");
}

/** What is sold: so much model use, for so much money. */
export type CreditOffer = {
  /** Null for an amount of one's own choice. */
  pack: PackId | null;
  amountMinor: number;
  currency: Currency;
  creditMicros: bigint;
};

/** A payment that waits to be confirmed, by Stripe's own elements in a browser. */
export type OpenPayment = {
  paymentIntentId: string;
  clientSecret: string;
  amount: number;
  currency: Currency;
  /** Micro-dollars, in digits: what is credited once it is paid. */
  creditMicros: string;
};

/** `done`: paid. `goTo`: at this page of Stripe's it is paid, or confirmed with the bank. */
export type BuyOutcome = { kind: "done" } | { kind: "goTo"; url: string };

/** What a page shows that Stripe or the bank led back to. `reason` is why nothing was paid, in a sentence. */
export type PurchaseReturn = { state: "paid" | "open" } | { state: "refused"; reason: string };
