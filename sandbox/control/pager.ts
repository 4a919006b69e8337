import { type Html, html } from "./html";

type Paged = { page: number; page_size: number; found: number };

/** Links to the pages beside this one of a list; nothing where there is only one. */
export function pager(
  path: string,
  { page, page_size: size, found }: Paged,
  query: Record<string, string>,
): Html | null {
  const pages = Math.max(1, Math.ceil(found / size));
  if (pages === 1 && page === 1) return null;
  const link = (to: number, label: string, rel: string) => {
    const asked = Object.entries({ ...query, page: String(to) }).filter(([, value]) => value !== "");
    return html`<a class="button quiet" rel="${rel}" href="${path}?${new URLSearchParams(asked).toString()}">${label}</a>`;
  };
  return html`<nav class="actions" aria-label="Pages">${page > 1 && link(Math.min(page - 1, pages), "Newer", "prev")}
<span class="muted">Page ${page} of ${pages}</span>${page < pages && link(page + 1, "Older", "next")}</nav>`;
}
