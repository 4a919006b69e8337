"use client";

import { lazy, Suspense } from "react";
import { patiently } from "@/components/ui/patiently";

/** The Markdown reader is most of a chat's JavaScript; it comes with the first answer that is shown. */
const Markdown = lazy(async () => ({ default: (await patiently(() => import("./markdown/markdown"))).Markdown }));

/** An answer's text; unformatted for the moment that its reader takes to arrive. */
export function AnswerText({ text, isWriting }: { text: string; isWriting: boolean }) {
  return (
    <Suspense fallback={<p className="whitespace-pre-wrap text-base wrap-anywhere">{text}</p>}>
      <Markdown text={text} isWriting={isWriting} />
    </Suspense>
  );
}
