type Box = { top: number; bottom: number; left: number; right: number };
type Size = { width: number; height: number };
export type MenuAlign = "start" | "end";

const GAP_PX = 6;
const MARGIN_PX = 8;

/**
 * Where a menu opens: below its button when there is room, else above; along its left or right edge; and always
 * wholly on the screen. All in CSS pixels from the top left of the window.
 */
export function menuPlace(button: Box, menu: Size, { screen, align }: { screen: Size; align: MenuAlign }) {
  const below = button.bottom + GAP_PX;
  const fitsBelow = below + menu.height <= screen.height - MARGIN_PX;
  const top = fitsBelow ? below : button.top - GAP_PX - menu.height;
  const left = align === "start" ? button.left : button.right - menu.width;
  return { top: held(top, screen.height - menu.height), left: held(left, screen.width - menu.width) };
}

function held(value: number, room: number): number {
  return Math.max(MARGIN_PX, Math.min(value, room - MARGIN_PX));
}
