import { attention } from "@/components/billing/attention";
import { buttonLook } from "@/components/ui/button-look";
import { classNames } from "@/components/ui/class-names";
import { ExceptAt } from "@/components/ui/except-at";
import type { AccessState } from "@/lib/billing/schema";

const TONES = { warn: "border-warn/35 bg-warn/8", bad: "border-bad/35 bg-bad/7" } as const;

/** On every page while a payment is missing. The billing page says it itself, in the same words and at more length. */
export function PaymentBanner({ state, needsAttention }: { state: AccessState; needsAttention: boolean }) {
  const wrong = attention({ state, needsAttention });
  if (wrong?.fixUrl === undefined) return null;
  return (
    <ExceptAt path="/billing">
      <aside
        aria-label="Payment"
        className={classNames(
          "flex shrink-0 flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b px-4 py-2 text-sm",
          TONES[wrong.tone],
        )}
      >
        <p className="min-w-0 flex-1 basis-56">
          <strong className="font-medium">{wrong.title}.</strong> {wrong.text}
        </p>
        {/* No Link: that would fetch the page ahead, and each fetch opens one at Stripe. */}
        <a href={wrong.fixUrl} className={buttonLook({ size: "sm" })}>
          {wrong.call}
        </a>
      </aside>
    </ExceptAt>
  );
}
