import type { ChangeActions } from "@/components/billing/change/change-actions";
import { Choices, Problem } from "@/components/billing/change/dialog-parts";
import { useQuote } from "@/components/billing/change/use-quote";
import { PortalButton } from "@/components/billing/portal-button";
import { Button } from "@/components/ui/button";
import { dayText } from "@/components/ui/moments";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import type { GoOnQuote } from "@/lib/billing/changes/schema";
import { formatMinor } from "@/lib/platform/money";

type GoOnFormProps = {
  name: string;
  actions: Pick<ChangeActions, "quoteGoingOn" | "goOn">;
  onClose: () => void;
  locale: string;
};

/** What going on costs today, and the yes to exactly that. */
export function GoOnForm({ name, actions, onClose, locale }: GoOnFormProps) {
  const { quote, look, act, isBusy, problem } = useQuote(() => actions.quoteGoingOn({}));

  return (
    <div className="grid gap-5">
      {quote ? <p>{goOnText({ name, quote, locale })}</p> : null}
      {quote === undefined && problem === undefined ? <Waiting /> : null}
      <Problem>{problem?.message}</Problem>
      <Choices>
        <Button variant="secondary" onClick={onClose}>
          Not now
        </Button>
        {problem?.code === "card_declined" ? <PortalButton>Change card</PortalButton> : null}
        {problem ? <Button onClick={look}>Look again</Button> : null}
        {quote && !problem ? (
          <Button
            aria-busy={isBusy}
            onClick={() => void act(() => actions.goOn({ dueMinor: quote.dueMinor }), onClose)}
          >
            {goOnCall(quote, locale)}
          </Button>
        ) : null}
      </Choices>
    </div>
  );
}

type Said = { name: string; quote: GoOnQuote; locale: string };

/** What happens on a yes. */
export function goOnText({ name, quote, locale }: Said): string {
  const { dueMinor, currency, renewsAt } = quote;
  const day = dayText(renewsAt, locale);
  if (dueMinor === 0) return `Nothing is charged now: ${name} does not pause, and renews on ${day}.`;
  return `A new month of ${name} begins today, for ${formatMinor(dueMinor, currency, { locale })}. It renews on ${day}.`;
}

export function goOnCall({ dueMinor, currency }: GoOnQuote, locale: string): string {
  return dueMinor === 0 ? "Go on" : `Pay ${formatMinor(dueMinor, currency, { locale })} now`;
}

/** In the size of what comes. */
function Waiting() {
  return (
    <div className="grid gap-3">
      <Loading what="what it costs" />
      <Skeleton className="h-5 w-full" />
      <Skeleton className="h-5 w-2/3" />
    </div>
  );
}
