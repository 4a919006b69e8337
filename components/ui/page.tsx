import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

type PageProps = {
  /** `narrow` for forms and facts, `wide` for tables. */
  width?: "narrow" | "wide";
  children: ReactNode;
};

/** The column a page of the app is written in. */
export function Page({ width = "narrow", children }: PageProps) {
  return (
    <div
      className={classNames("mx-auto px-4 pt-8 pb-20 md:px-8 md:pt-12", width === "narrow" ? "max-w-3xl" : "max-w-6xl")}
    >
      {children}
    </div>
  );
}
