type Step = Pick<NavigateEvent, "navigationType" | "cancelable"> & {
  destination: Pick<NavigationDestination, "key" | "url" | "sameDocument">;
};
type Here = Pick<Location, "href">;

/**
 * The entry of the history that a step back or forward leads to, if it leaves the page and can be held up. A browser
 * lets each press be held up once, so that no page can keep anybody; where it leads out of the app, it asks by itself.
 */
export function wayBack({ navigationType, cancelable, destination }: Step, here: Here): string | undefined {
  if (navigationType !== "traverse" || !cancelable || !destination.sameDocument) return undefined;
  return pageOf(destination.url) === pageOf(here.href) ? undefined : destination.key;
}

function pageOf(address: string): string {
  const { origin, pathname, search } = new URL(address);
  return `${origin}${pathname}${search}`;
}
