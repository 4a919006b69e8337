/**
 * The only script of these pages: while a page is looked at, its parts marked
 * `data-live` are asked for anew and replaced where they changed. Nobody's
 * typing, open detail or keyboard focus is taken away. Without it all still works.
 */
export const LIVE_SCRIPT = `"use strict";
const EVERY_MS = 2000;
const isBusy = (part) => part.contains(document.activeElement) || part.querySelector("details[open]") !== null
  || (getSelection()?.toString() !== "" && part.contains(getSelection().anchorNode));
async function refresh() {
  const parts = [...document.querySelectorAll("[data-live][id]")];
  if (document.hidden || parts.length === 0) return;
  try {
    const response = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const part of parts) {
      const next = fresh.getElementById(part.id);
      if (next === null || isBusy(part) || next.innerHTML === part.innerHTML) continue;
      part.replaceChildren(...next.childNodes);
    }
  } catch {
    // The sandbox is away for a moment; the page stays as it is.
  }
}
async function watch() {
  await refresh();
  setTimeout(watch, EVERY_MS);
}
setTimeout(watch, EVERY_MS);
`;
