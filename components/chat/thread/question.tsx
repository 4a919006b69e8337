import { memo } from "react";

/** What the person said, in a quiet block, as it was typed. */
export const Question = memo(function Question({ text }: { text: string }) {
  return (
    <article className="ml-auto w-fit max-w-[85%] rounded-lg bg-quiet px-4 py-2.5">
      <h2 className="sr-only">You</h2>
      <p className="whitespace-pre-wrap text-base wrap-anywhere">{text}</p>
    </article>
  );
});
