/** Where a scrolling box stands, in CSS pixels; `distance` is what is left to its end. */
export type ScrollPlace = { top: number; distance: number };

const AT_END_PX = 24;

/**
 * Whether the box goes on following its end. Scrolling up by the smallest step lets go; coming back to the end takes
 * hold again; and that the text below grew, which moves nothing, changes nothing.
 */
export function followsAfter(wasFollowing: boolean, before: ScrollPlace, after: ScrollPlace): boolean {
  if (after.top < before.top && after.distance > 1) return false;
  return after.distance <= AT_END_PX || wasFollowing;
}
