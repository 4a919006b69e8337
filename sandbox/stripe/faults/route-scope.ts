import { idsIn } from "../http/route";
import { knownRoutes } from "../http/parameters";
import { allRoutes } from "../routes/all-routes";

/** The pages a fault may be ordered for, by name. */
const PAGES = ["/", "/c/pay/:id", "/3ds/:id", "/3ds/:id/done", "/p/session/:id", "/i/:id", "/i/:id/pdf", "/cn/:id/pdf"];
const METHODS = ["GET", "POST", "DELETE", "*"];

/** What is wrong with a pattern of routes, in words; nothing if there is something it fits. */
export function routeFault(pattern: string): string | undefined {
  if (pattern === "*") return undefined;
  const [method = "", path = "", ...rest] = pattern.split(" ");
  if (!METHODS.includes(method) || !path.startsWith("/") || rest.length > 0) {
    return "route must be *, or a method (GET, POST, DELETE or *) and a path.";
  }
  // Else nobody could take it off again.
  if (path.startsWith("/_sandbox")) return "What steers the sandbox has no faults.";
  const api = [...knownRoutes(), ...allRoutes.map((route) => `${route.method} ${route.pattern}`)];
  const pages = PAGES.flatMap((page) => [`GET ${page}`, `POST ${page}`]);
  const isSome = [...api, ...pages].some((known) => {
    const [verb = "", at = ""] = known.split(" ");
    return fitsRoute(pattern, { method: verb, path: at });
  });
  return isSome ? undefined : `There is no ${pattern}. Parts of a path that change are written :id.`;
}

/** Whether a request is one of those the pattern means. `*` alone means the API and no page. */
export function fitsRoute(pattern: string, { method, path }: { method: string; path: string }): boolean {
  if (pattern === "*") return /^\/v\d+(\/|$)/.test(path);
  const [verb = "", at = ""] = pattern.split(" ");
  if (verb !== "*" && verb !== method) return false;
  const steps = path.split("/");
  if (!at.endsWith("/*")) return idsIn(at.split("/"), steps) !== undefined;
  const head = at.slice(0, -2).split("/");
  return steps.length > head.length && idsIn(head, steps.slice(0, head.length)) !== undefined;
}
