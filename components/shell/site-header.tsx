import Link from "next/link";
import { Wordmark } from "@/components/shell/wordmark";
import { ButtonLink } from "@/components/ui/button";

const LINK =
  "inline-flex h-11 items-center rounded-md px-3 text-muted transition-colors hover:text-text md:h-9 md:pointer-coarse:h-11";

/** The top of the public pages. */
export function SiteHeader({ isSignedIn }: { isSignedIn: boolean }) {
  return (
    <header className="mx-auto flex h-16 max-w-6xl items-center justify-between px-4 md:px-8">
      <Link
        href="/"
        prefetch={false}
        className="inline-flex min-h-11 items-center rounded-md"
        aria-label="Parley, home"
      >
        <Wordmark />
      </Link>
      <nav aria-label="Site" className="flex items-center gap-1">
        <Link href="/pricing" prefetch={false} className={LINK}>
          Pricing
        </Link>
        {isSignedIn ? (
          <ButtonLink href="/chat" prefetch={false} className="ml-2">
            Open Parley
          </ButtonLink>
        ) : (
          <>
            <Link href="/sign-in" prefetch={false} className={LINK}>
              Sign in
            </Link>
            <ButtonLink href="/sign-up" prefetch={false} variant="secondary" className="ml-2 max-sm:hidden">
              Start free
            </ButtonLink>
          </>
        )}
      </nav>
    </header>
  );
}
