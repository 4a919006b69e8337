import { useCallback, useLayoutEffect, useRef, useState } from "react";
import { followsAfter, type ScrollPlace } from "./follow";

/**
 * Keeps a scrolling box at its end while what is in it grows, until one scrolls up. `box` goes on what scrolls,
 * `content` on the one thing inside.
 */
export function useFollow() {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const place = useRef<ScrollPlace>({ top: 0, distance: 0, width: 0, height: 0 });
  const following = useRef(true);
  const [isFollowing, setFollowing] = useState(true);

  const toEnd = useCallback(() => {
    const element = box.current;
    if (!element) return;
    following.current = true;
    setFollowing(true);
    element.scrollTop = element.scrollHeight;
    place.current = placeOf(element);
  }, []);

  const onScroll = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const after = placeOf(element);
    following.current = followsAfter(following.current, place.current, after);
    place.current = after;
    setFollowing(following.current);
  }, []);

  useLayoutEffect(() => {
    if (!content.current || !box.current) return undefined;
    toEnd();
    const observer = new ResizeObserver(() => {
      if (following.current) toEnd();
    });
    // The box too: a keyboard that opens, or a composer that grows, takes height from it.
    for (const element of [content.current, box.current]) observer.observe(element);
    return () => observer.disconnect();
  }, [toEnd]);

  return { box, content, isFollowing, onScroll, toEnd };
}

function placeOf({ scrollTop, scrollHeight, clientHeight, clientWidth }: HTMLElement): ScrollPlace {
  const distance = scrollHeight - clientHeight - scrollTop;
  return { top: scrollTop, distance, width: clientWidth, height: clientHeight };
}
