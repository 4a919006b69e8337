type Press = Pick<MouseEvent, "button" | "metaKey" | "ctrlKey" | "shiftKey" | "altKey" | "defaultPrevented">;
type Link = Pick<HTMLAnchorElement, "href" | "target"> & { hasAttribute: (name: string) => boolean };
type Here = Pick<Location, "href" | "origin">;

/** Where a press on a link leads in this tab, as a path; nothing if one stays, or the browser itself would ask. */
export function wayOut(press: Press, link: Link, here: Here): string | undefined {
  if (press.defaultPrevented || opensElsewhere(press, link)) return undefined;
  const there = new URL(link.href, here.href);
  const now = new URL(here.href);
  const isHere = there.pathname === now.pathname && there.search === now.search;
  if (there.origin !== here.origin || isHere) return undefined;
  return `${there.pathname}${there.search}${there.hash}`;
}

/** In another tab or window, or as a file. */
function opensElsewhere({ button, metaKey, ctrlKey, shiftKey, altKey }: Press, link: Link): boolean {
  if (button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return true;
  return !/^(?:_self)?$/.test(link.target) || link.hasAttribute("download");
}
