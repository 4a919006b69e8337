import { Answers } from "@/components/ui/answer";
import { Loading, Skeleton } from "@/components/ui/skeleton";

const QUESTIONS = ["Your plan", "Next payment", "Used this month"] as const;

/** The three answers before they are known, in their size. */
export function BillingSkeleton() {
  return (
    <>
      <Loading what="your plan" />
      <Answers>
        {QUESTIONS.map((question) => (
          <div
            key={question}
            className="grid content-start gap-2 py-5 first:pt-0 md:px-8 md:py-0 md:first:pl-0 md:last:pr-0"
          >
            <p className="text-muted">{question}</p>
            <Skeleton className="h-9 w-28" />
            <Skeleton className="h-5 w-52 max-w-full" />
            <Skeleton className="h-5 w-40 max-w-full" />
          </div>
        ))}
      </Answers>
    </>
  );
}
