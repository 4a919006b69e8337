import { type ReactNode, useEffect, useRef, useState } from "react";
import { scrollParentOf } from "./scroll-parent";

/** What a message takes on average before it was ever seen. */
const GUESSED_HEIGHT_PX = 180;
/** How near to what one sees a group is drawn. */
const NEAR_PX = 1_500;

type MessageGroupProps = {
  count: number;
  /** Always drawn. */
  isKept: boolean;
  /** Drawn at first, so that what it pushes down can be put back by exactly its height. */
  isAdded: boolean;
  children: ReactNode;
};

/** Some messages; away from what one sees, only as much room as they took when they were seen last. */
export function MessageGroup({ count, isKept, isAdded, children }: MessageGroupProps) {
  const list = useRef<HTMLOListElement>(null);
  const [isNear, setNear] = useState(isKept || isAdded);
  const [heightPx, setHeightPx] = useState(count * GUESSED_HEIGHT_PX);
  const isShown = isKept || isNear;

  useEffect(() => {
    const element = list.current;
    if (!element || isKept) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1);
        if (!entry) return;
        if (!entry.isIntersecting && !hasFocus(element)) setHeightPx(entry.boundingClientRect.height);
        if (entry.isIntersecting || !hasFocus(element)) setNear(entry.isIntersecting);
      },
      { root: scrollParentOf(element), rootMargin: `${NEAR_PX}px 0px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [isKept]);

  return (
    <ol ref={list} className="[&>*+*]:mt-6" {...(isShown ? {} : { style: { height: heightPx } })}>
      {isShown ? children : null}
    </ol>
  );
}

/** Whoever edits in it scrolls away and back and finds it as it was. */
function hasFocus(element: HTMLElement): boolean {
  return element.contains(document.activeElement);
}
