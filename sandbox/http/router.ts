import type { IncomingMessage, ServerResponse } from "node:http";

/** One request and its answer, with what the path held. */
export type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  path: string;
  query: URLSearchParams;
  params: Readonly<Record<string, string>>;
};
type Handler = (exchange: Exchange) => void | Promise<void>;

/** What a path leads to: a handler, or the methods that would have had one (none at all: no such path). */
type Found = { handler: Handler; params: Record<string, string> } | { allowed: string[] };

type Route = { method: string; segments: string[]; handler: Handler };

/**
 * Routes written as `"GET /v1/models/:id"`. A HEAD request takes the GET route.
 * Whatever a client sends as a target is answered, so nothing in here throws.
 */
export function createRouter(table: Readonly<Record<string, Handler>>) {
  const routes = Object.entries(table).map(([pattern, handler]): Route => {
    const [method = "", path = ""] = pattern.split(" ");
    return { method, segments: path.split("/"), handler };
  });

  return {
    find(method: string, path: string): Found {
      const segments = path.split("/");
      const wanted = method === "HEAD" ? "GET" : method;
      const allowed: string[] = [];
      for (const route of routes) {
        const params = matchSegments(route.segments, segments);
        if (!params) continue;
        if (route.method === wanted) return { handler: route.handler, params };
        allowed.push(route.method);
      }
      return { allowed };
    },
  };
}

/** Splits a request target. The path keeps its percent signs; parameters are decoded where they are matched. */
export function splitTarget(target: string): { path: string; query: URLSearchParams } {
  const [beforeHash = ""] = target.split("#");
  const mark = beforeHash.indexOf("?");
  const path = mark < 0 ? beforeHash : beforeHash.slice(0, mark);
  return { path: withoutOrigin(path), query: new URLSearchParams(mark < 0 ? "" : beforeHash.slice(mark + 1)) };
}

/** A proxy-style target carries scheme and host before its path. */
function withoutOrigin(path: string) {
  const bare = path.replace(/^https?:\/\/[^/]*/iu, "");
  return bare.length > 1 ? bare.replace(/\/$/u, "") : bare || "/";
}

function matchSegments(pattern: string[], segments: string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? "";
    if (!part.startsWith(":")) {
      if (part !== segment) return undefined;
      continue;
    }
    if (segment === "") return undefined;
    params[part.slice(1)] = decodeSegment(segment);
  }
  return params;
}

function decodeSegment(segment: string) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
