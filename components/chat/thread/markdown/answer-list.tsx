import type { List, RootContent } from "mdast";
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

type AnswerListProps = { list: List; rendered: (nodes: readonly RootContent[]) => ReactNode };

/** A list; that of tasks shows boxes that tell a state and can not be changed. */
export function AnswerList({ list, rendered }: AnswerListProps) {
  const Tag = list.ordered ? "ol" : "ul";
  const hasTasks = list.children.some(({ checked }) => typeof checked === "boolean");
  return (
    <Tag
      className={classNames(
        "grid gap-1.5",
        hasTasks ? "list-none" : ["pl-6", list.ordered ? "list-decimal" : "list-disc"],
      )}
      {...(list.ordered && list.start !== null && list.start !== undefined && list.start !== 1
        ? { start: list.start }
        : {})}
    >
      {list.children.map((item, place) => (
        <li key={item.position?.start.offset ?? place} className="pl-1 marker:text-muted [&>:not(:last-child)]:mb-2">
          {typeof item.checked === "boolean" ? (
            <input
              type="checkbox"
              checked={item.checked}
              readOnly
              disabled
              aria-label={item.checked ? "done" : "to do"}
              className="mr-2"
            />
          ) : null}
          {rendered(list.spread || item.spread ? item.children : item.children.flatMap(unwrapped))}
        </li>
      ))}
    </Tag>
  );
}

/** Items close together are lines, not paragraphs. */
function unwrapped(node: RootContent): RootContent[] {
  return node.type === "paragraph" ? node.children : [node];
}
