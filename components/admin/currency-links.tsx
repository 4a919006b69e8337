import Link from "next/link";
import { classNames } from "@/components/ui/class-names";

type CurrencyLinksProps = { currencies: readonly string[]; shown: string };

/** Currencies are shown apart and never added; where there is only one there is nothing to choose. */
export function CurrencyLinks({ currencies, shown }: CurrencyLinksProps) {
  if (currencies.length < 2) return null;
  return (
    <nav aria-label="Which currency" className="mb-6 inline-flex w-fit gap-0.5 rounded-lg bg-quiet p-0.5">
      {currencies.map((each) => (
        <Link
          key={each}
          href={`/admin/billing?currency=${each}`}
          prefetch={false}
          aria-current={each === shown ? "true" : undefined}
          className={classNames(
            "inline-flex h-8 items-center rounded-md px-3 font-medium transition-colors pointer-coarse:h-11",
            each === shown ? "bg-raised shadow-[0_0_0_1px_var(--line)]" : "text-muted hover:text-text",
          )}
        >
          {each.toUpperCase()}
        </Link>
      ))}
    </nav>
  );
}
