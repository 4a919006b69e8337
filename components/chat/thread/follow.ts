/** Where a scrolling box stands and how large it is, in CSS pixels; `distance` is what is left to its end. */
export type ScrollPlace = { top: number; distance: number; width: number; height: number };

const AT_END_PX = 24;

/**
 * Whether the box goes on following its end. Scrolling up by the smallest step lets go; coming back to the end takes
 * hold again; and that the text below grew, which moves nothing, changes nothing. Nor does it when the box itself has
 * another size, as when a keyboard goes away or a phone is turned: then it was the browser that scrolled.
 */
export function followsAfter(wasFollowing: boolean, before: ScrollPlace, after: ScrollPlace): boolean {
  const isResized = after.width !== before.width || after.height !== before.height;
  if (after.top < before.top && after.distance > 1 && !isResized) return false;
  return after.distance <= AT_END_PX || wasFollowing;
}
