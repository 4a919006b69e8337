import Link from "next/link";
import { Mark } from "@/components/shell/wordmark";

const LINKS = [
  ["/pricing", "Pricing"],
  ["/docs/api", "API"],
  ["/sign-in", "Sign in"],
  ["/sign-up", "Start free"],
] as const;

/** The end of the public pages. */
export function SiteFooter() {
  return (
    <footer className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-8 gap-y-2 px-4 pt-8 pb-12 text-muted md:px-8">
      <p className="flex items-center gap-2.5">
        <Mark className="size-4" />
        An AI assistant that shows what it costs.
      </p>
      <ul className="-mx-3 flex">
        {LINKS.map(([href, label]) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              className="inline-flex h-11 items-center px-3 transition-colors hover:text-text"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </footer>
  );
}
