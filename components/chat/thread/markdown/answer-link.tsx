import { Image } from "lucide-react";
import type { ReactNode } from "react";

const LOOK = "underline decoration-edge underline-offset-3 transition-colors hover:decoration-current";

type AnswerLinkProps = {
  /** Only what `safeUrl` let through. */
  href: string | undefined;
  /** The words on it, as text. */
  said: string;
  children: ReactNode;
};

/** A link that says where it leads, because the words on it are a model's. */
export function AnswerLink({ href, said, children }: AnswerLinkProps) {
  if (href === undefined) return children;
  const target = targetOf(href);
  return (
    <a href={href} title={href} target="_blank" rel="noopener noreferrer nofollow" className={LOOK}>
      {children}
      {says(said, target) ? null : <Target>{target}</Target>}
      <span className="sr-only"> opens in a new tab</span>
    </a>
  );
}

/** Written from left to right by itself, whatever marks that turn the writing stand before it. */
function Target({ children }: { children: string }) {
  return (
    <span className="text-muted text-sm" dir="ltr">
      {" "}
      ({children})
    </span>
  );
}

/** A picture in an answer is not fetched: its address could carry away what was said. It is a link to open. */
export function ImageLink({ src, alt }: { src: string | undefined; alt: string | null | undefined }) {
  const name = alt?.trim() || "Picture";
  return (
    <span className="inline-flex max-w-full items-center gap-2 rounded-md border px-2 py-1 text-sm">
      <Image className="size-4 shrink-0 text-muted" aria-hidden="true" />
      <span className="min-w-0 truncate">
        <AnswerLink href={src} said={name}>
          {name}
        </AnswerLink>
      </span>
    </span>
  );
}

/** The host of a page, the address of a mail. */
function targetOf(href: string): string {
  const url = new URL(href);
  return url.protocol === "mailto:" ? url.pathname : url.host;
}

/** Whether the words are the target itself; that it stands somewhere in them, as in `bank.test.evil.test`, is not enough. */
function says(words: string, target: string): boolean {
  const text = words
    .trim()
    .replace(/^(?:https?:\/\/|mailto:)/i, "")
    .toLowerCase();
  return text === target || text.startsWith(`${target}/`) || text.startsWith(`${target}?`);
}
