/** Gives the focus back to the field when what had it is gone. A keyboard on the glass comes only when it is asked for. */
export function refocus(area: HTMLElement | null, elsewhere: HTMLElement | null = null): void {
  const place = window.matchMedia("(pointer: fine)").matches ? area : elsewhere;
  place?.focus({ preventScroll: true });
}
