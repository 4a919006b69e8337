import Link from "next/link";
import { classNames } from "@/components/ui/class-names";

type Choice = { label: string; href: string; isChosen: boolean };

/** Links side by side, so that a view can be sent to somebody. */
export function ChoiceLinks({ label, choices }: { label: string; choices: readonly Choice[] }) {
  return (
    <nav aria-label={label} className="inline-flex w-fit max-w-full flex-wrap gap-0.5 rounded-lg bg-quiet p-0.5">
      {choices.map(({ label: text, href, isChosen }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          scroll={false}
          replace
          aria-current={isChosen ? "true" : undefined}
          className={classNames(
            "inline-flex h-8 items-center whitespace-nowrap rounded-md px-2.5 font-medium transition-colors sm:px-3 pointer-coarse:h-11",
            isChosen ? "bg-raised shadow-[0_0_0_1px_var(--line)]" : "text-muted hover:text-text",
          )}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
