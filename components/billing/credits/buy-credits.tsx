"use client";

import { useId, useState } from "react";
import type { Answer } from "@/components/billing/change/change-actions";
import { Problem } from "@/components/billing/change/dialog-parts";
import { useAct } from "@/components/billing/change/use-act";
import { bringsText, packPrice, payCall, rangeText, typedPrice } from "@/components/billing/credits/credit-words";
import { PortalButton } from "@/components/billing/portal-button";
import { Button } from "@/components/ui/button";
import { Field, fieldWiring, Input } from "@/components/ui/field";
import { Segments } from "@/components/ui/segments";
import type { BuyCredits as Wish, BuyOutcome } from "@/lib/billing/packs/schema";
import { CREDIT_TERM_DAYS, PACK_IDS, type PackId } from "@/lib/billing/plans-packs";
import type { CardView, Currency } from "@/lib/billing/schema";
import { formatMinor } from "@/lib/platform/money";

type BuyCreditsProps = {
  currency: Currency;
  card: CardView | null;
  buy: (wish: Wish) => Promise<Answer<BuyOutcome>>;
  locale: string;
};

type Choice = PackId | "other";

/** A pack or an amount of one's own, and the one button that buys it: with the saved card, or on Stripe's page. */
export function BuyCredits({ currency, card, buy, locale }: BuyCreditsProps) {
  const [choice, setChoice] = useState<Choice>("medium");
  const [typed, setTyped] = useState("");
  const [purchase, setPurchase] = useState(newPurchase);
  const [isBought, setBought] = useState(false);
  const { act, isBusy, problem } = useAct();
  const price = choice === "other" ? typedPrice(typed, currency) : packPrice(choice, currency);

  /** Something else is another purchase. */
  function change(work: () => void) {
    work();
    setPurchase(newPurchase());
    setBought(false);
  }

  function press() {
    if (price === undefined) return;
    const what = choice === "other" ? { amount: price.amountMinor } : { pack: choice };
    void act(
      () => buy({ ...what, currency, purchaseId: purchase.id }),
      (outcome) => {
        // Stripe's page, or the bank's: this one is about to be left.
        if (outcome.kind === "goTo") return window.location.assign(outcome.url);
        setPurchase(newPurchase());
        setBought(true);
      },
    );
  }

  return (
    <div className="grid justify-items-start gap-4">
      <Segments
        legend="How much to buy"
        name="credits"
        segments={[
          ...PACK_IDS.map((value) => ({ value, label: priceText(value, currency, locale) })),
          { value: "other" as const, label: "Other" },
        ]}
        chosen={choice}
        onChoose={(value: Choice) => change(() => setChoice(value))}
      />
      {choice === "other" ? (
        <OwnAmount
          typed={typed}
          isWrong={typed !== "" && price === undefined}
          onType={(text) => change(() => setTyped(text))}
          currency={currency}
          locale={locale}
        />
      ) : null}
      {price ? (
        <>
          <p className="text-muted">{bringsText(price, { termDays: CREDIT_TERM_DAYS, locale })}</p>
          <Button aria-busy={isBusy} variant="secondary" onClick={press}>
            {payCall(price, { currency, card, locale })}
          </Button>
        </>
      ) : null}
      <Problem>{problem?.message}</Problem>
      {problem?.code === "card_declined" ? <PortalButton>Change card</PortalButton> : null}
      <output className="block text-good empty:hidden">{isBought ? "Paid. Your credits are above." : null}</output>
    </div>
  );
}

/** Chosen once for what is about to be bought: pressed twice, it is bought once. */
function newPurchase(): { id: string } {
  return { id: crypto.randomUUID() };
}

function priceText(pack: PackId, currency: Currency, locale: string): string {
  return formatMinor(packPrice(pack, currency).amountMinor, currency, { locale, trim: true });
}

type OwnAmountProps = {
  typed: string;
  isWrong: boolean;
  onType: (text: string) => void;
  currency: Currency;
  locale: string;
};

function OwnAmount({ typed, isWrong, onType, currency, locale }: OwnAmountProps) {
  const id = useId();
  const hint = rangeText(currency, locale);
  const error = isWrong ? `Type an amount like 25.00. ${hint}` : undefined;
  return (
    <Field id={id} label={`Amount in ${currency.toUpperCase()}`} hint={hint} error={error}>
      <Input
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        onChange={({ target }) => onType(target.value)}
        className="tabular"
        {...fieldWiring({ id, hint, error })}
      />
    </Field>
  );
}
