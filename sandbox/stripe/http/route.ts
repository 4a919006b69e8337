import type { Step } from "../store/step";

/** A route of the API. `:id` stands for one part of the path; the parts come as `ids`. */
export type Route = {
  method: "GET" | "POST" | "DELETE";
  pattern: string;
  /** The parameters, where the SDK declares none. */
  own?: { [key: string]: string };
  handle: (step: Step, params: unknown, ids: string[]) => object;
};

/**
 * Declares a route. `P` is what the SDK says its parameters are; they are
 * checked against that same declaration before they get here.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- P is what the handler may rely on
export function route<P>(
  name: `${Route["method"]} /${string}`,
  handle: (step: Step, params: P, id: string, second: string) => object,
  own?: Route["own"],
): Route {
  const [method, pattern] = name.split(" ") as [Route["method"], string];
  return {
    method,
    pattern,
    ...(own ? { own } : {}),
    handle: (step, params, ids) => handle(step, params as P, ids[0] ?? "", ids[1] ?? ""),
  };
}

export type Match = { route: Route; ids: string[] };

/** Finds routes by method and path in one look-up a shape of path. */
export class RouteTable {
  private readonly routes: { parts: string[]; route: Route }[];

  constructor(routes: Route[]) {
    this.routes = routes.map((route) => ({ parts: route.pattern.split("/"), route }));
    // A fixed word wins over an id: /v1/customers/search before /v1/customers/:id.
    this.routes.sort((a, b) => score(a.parts) - score(b.parts));
  }

  match(method: string, path: string): Match | undefined {
    const parts = path.split("/");
    for (const { parts: pattern, route } of this.routes) {
      const ids = route.method === method ? idsIn(pattern, parts) : undefined;
      if (ids) return { route, ids };
    }
    return undefined;
  }
}

/** The parts of a path where the pattern has `:id`, or nothing if it does not fit. */
export function idsIn(pattern: string[], parts: string[]): string[] | undefined {
  if (pattern.length !== parts.length) return undefined;
  const ids: string[] = [];
  for (const [i, wanted] of pattern.entries()) {
    const part = parts[i] ?? "";
    if (wanted === ":id" && part !== "") ids.push(part);
    else if (wanted !== part) return undefined;
  }
  return ids;
}

function score(parts: string[]): number {
  return parts.filter((part) => part === ":id").length;
}
