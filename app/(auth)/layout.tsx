import Link from "next/link";
import type { ReactNode } from "react";
import { Wordmark } from "@/components/shell/wordmark";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-[calc(100dvh-var(--banner))] flex-col px-4">
      <header className="flex h-16 items-center md:px-4">
        <Link
          href="/"
          prefetch={false}
          className="inline-flex min-h-11 items-center rounded-md"
          aria-label="Parley, home"
        >
          <Wordmark />
        </Link>
      </header>
      <main id="content" className="mx-auto w-full max-w-90 flex-1 pt-[8vh] pb-16">
        {children}
      </main>
    </div>
  );
}
