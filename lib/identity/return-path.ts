/** Only to learn how a browser would read a path; nothing is ever asked of this host. */
const ORIGIN = "http://here.invalid";
const HOME = "/chat";

/**
 * Where to go after signing in: the path that was asked for if it is one of ours, else home. Browsers read `//host`,
 * `/\host` and paths with tabs in them as other hosts, so the path is resolved as they would and must stay here.
 */
export function returnPath(wanted: string | null | undefined, home = HOME): string {
  if (!wanted?.startsWith("/")) return home;
  const url = URL.parse(wanted, ORIGIN);
  if (url?.origin !== ORIGIN || url.pathname.startsWith("//")) return home;
  return `${url.pathname}${url.search}${url.hash}`;
}
