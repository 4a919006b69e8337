import type { ChangeActions } from "@/components/billing/change/change-actions";
import { Choices, Problem } from "@/components/billing/change/dialog-parts";
import { QuoteView } from "@/components/billing/change/quote-view";
import { acceptCall } from "@/components/billing/change/change-words";
import { useQuote } from "@/components/billing/change/use-quote";
import { PortalButton } from "@/components/billing/portal-button";
import { Button } from "@/components/ui/button";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import type { AcceptQuote, ChangeQuote, PlanWish } from "@/lib/billing/schema";

type QuoteFormProps = {
  wish: PlanWish;
  actions: Pick<ChangeActions, "quote" | "accept">;
  onClose: () => void;
  locale: string;
};

/** What a change costs now, to the cent, and the yes to exactly that. */
export function QuoteForm({ wish, actions, onClose, locale }: QuoteFormProps) {
  const { plan, interval, seats } = wish;
  const { quote, look, act, isBusy, problem } = useQuote(() =>
    actions.quote({ plan, interval, ...(seats === undefined ? {} : { seats }) }),
  );

  function accept(given: ChangeQuote) {
    void act(
      () => actions.accept(acceptanceOf(given)),
      (outcome) => {
        // The bank asks its customer; the page is about to be left.
        if (outcome.kind === "confirm") window.location.assign(outcome.url);
        else onClose();
      },
    );
  }

  return (
    <div className="grid gap-5">
      {quote ? <QuoteView quote={quote} locale={locale} /> : null}
      {quote === undefined && problem === undefined ? <Waiting /> : null}
      <Problem>{problem?.message}</Problem>
      <Choices>
        <Button variant="secondary" onClick={onClose}>
          Not now
        </Button>
        {problem ? <AfterProblem code={problem.code} onLook={look} /> : null}
        {quote && !problem ? (
          <Button aria-busy={isBusy} onClick={() => accept(quote)}>
            {acceptCall(quote, locale)}
          </Button>
        ) : null}
      </Choices>
    </div>
  );
}

function AfterProblem({ code, onLook }: { code: string; onLook: () => void }) {
  return (
    <>
      {code === "card_declined" ? <PortalButton>Change card</PortalButton> : null}
      <Button onClick={onLook}>Look again</Button>
    </>
  );
}

/** A quote says more than a yes to it has to. */
function acceptanceOf({ plan, interval, seats, quotedAtS, dueMinor, creditMinor }: ChangeQuote): AcceptQuote {
  return { plan, interval, ...(seats === undefined ? {} : { seats }), quotedAtS, dueMinor, creditMinor };
}

/** In the size of what comes. */
function Waiting() {
  return (
    <div className="grid gap-3">
      <Loading what="what it costs" />
      <Skeleton className="h-5 w-full" />
      <Skeleton className="h-5 w-full" />
      <Skeleton className="h-6 w-full" />
      <Skeleton className="h-10 w-3/4" />
    </div>
  );
}
