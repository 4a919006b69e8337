import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

export type NoticeTone = "info" | "good" | "warn" | "bad";

const TONES = {
  info: { Icon: Info, name: "Note", box: "border-line bg-quiet", icon: "text-muted" },
  good: { Icon: CircleCheck, name: "Done", box: "border-good/30 bg-good/8", icon: "text-good" },
  warn: { Icon: TriangleAlert, name: "Warning", box: "border-warn/35 bg-warn/8", icon: "text-warn" },
  bad: { Icon: CircleAlert, name: "Problem", box: "border-bad/35 bg-bad/7", icon: "text-bad" },
} as const;

type NoticeProps = Omit<ComponentProps<"div">, "title"> & {
  tone?: NoticeTone;
  title?: ReactNode;
  /** The one next step. */
  action?: ReactNode;
};

/** Says what happened, what was kept and what to do. The tone is told by an icon and a word, never by colour alone. */
export function Notice({ tone = "info", title, action, className, children, ...rest }: NoticeProps) {
  const { Icon, name, box, icon } = TONES[tone];
  return (
    <div
      className={classNames(
        "flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-lg border py-3 pr-4 pl-11",
        box,
        className,
      )}
      {...rest}
    >
      <div className="relative min-w-0 flex-1 basis-64">
        {/* Beside the first line, however high what stands beside the text is. */}
        <Icon className={classNames("absolute top-0.5 -left-7 size-4", icon)} aria-hidden="true" />
        <span className="sr-only">{name}: </span>
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className={title ? "text-muted" : ""}>{children}</div> : null}
      </div>
      {action}
    </div>
  );
}
