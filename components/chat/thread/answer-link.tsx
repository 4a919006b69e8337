import { Image } from "lucide-react";
import type { ReactNode } from "react";

const LOOK = "underline decoration-edge underline-offset-3 transition-colors hover:decoration-current";

/** A link that says where it leads, because the words on it are a model's. */
export function AnswerLink({ href, children }: { href: string | undefined; children?: ReactNode }) {
  if (!href) return children;
  if (href.startsWith("#")) {
    return (
      <a href={href} className={LOOK}>
        {children}
      </a>
    );
  }
  const target = targetOf(href);
  const isSaid = typeof children === "string" && children.includes(target);
  return (
    <a href={href} title={href} target="_blank" rel="noopener noreferrer nofollow" className={LOOK}>
      {children}
      {isSaid ? null : <span className="text-muted text-sm"> ({target})</span>}
      <span className="sr-only"> opens in a new tab</span>
    </a>
  );
}

/** A picture in an answer is not fetched: its address could carry away what was said. It is a link to open. */
export function ImageLink({ src, alt }: { src: string | undefined; alt: string | undefined }) {
  const name = alt?.trim() || "Picture";
  return (
    <span className="inline-flex max-w-full items-center gap-2 rounded-md border px-2 py-1 text-sm">
      <Image className="size-4 shrink-0 text-muted" aria-hidden="true" />
      <span className="min-w-0 truncate">{src ? <AnswerLink href={src}>{name}</AnswerLink> : name}</span>
    </span>
  );
}

/** The host of a page, the address of a mail. */
export function targetOf(href: string): string {
  const url = new URL(href);
  return url.protocol === "mailto:" ? url.pathname : url.host;
}
