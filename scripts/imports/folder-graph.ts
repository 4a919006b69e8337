import type { Cruise } from "./cruise";

/** The folders of the house and who of them imports whom. */
export type FolderGraph = Map<string, Set<string>>;

const NOT_DRAWN = /\.test\.tsx?$|\/testing\/|^lib\/db\/generated\//;

/** The first that fits names the box; what may go to the browser is one box, whoever's it is. */
const BOXES: readonly [files: RegExp, box: string][] = [
  [/^lib\/([^/]+\/schema|platform\/money|billing\/plans)\.ts$/, "schema.ts"],
  [/^(lib\/startup|instrumentation)\.ts$/, "startup"],
  [/^(app\/|pages\/|proxy\.ts$)/, "app"],
  [/^components\//, "components"],
  [/^lib\/(adapters\/[^/]+)\//, "$1"],
  [/^lib\/([^/]+)\//, "$1"],
];

/** Every import between two files of different folders, as an edge between the folders. */
export function folderGraph({ modules }: Cruise): FolderGraph {
  const graph: FolderGraph = new Map();
  for (const { source, dependencies } of modules) {
    const from = folderOf(source);
    if (from === undefined) continue;
    const targets = graph.get(from) ?? new Set();
    graph.set(from, targets);
    for (const { resolved } of dependencies) {
      const to = folderOf(resolved);
      if (to !== undefined && to !== from) targets.add(to);
    }
  }
  return graph;
}

/** `lib/chat/send.ts` is in `chat`; what is not part of the house is in none. */
export function folderOf(file: string): string | undefined {
  if (NOT_DRAWN.test(file)) return undefined;
  const [files, box] = BOXES.find(([pattern]) => pattern.test(file)) ?? [];
  return files && box?.replace("$1", files.exec(file)?.[1] ?? "");
}

/** The folders of a cycle, in order, if there is one. */
export function findCycle(graph: FolderGraph): string[] | undefined {
  const done = new Set<string>();
  function visit(folder: string, trail: readonly string[]): string[] | undefined {
    if (trail.includes(folder)) return [...trail.slice(trail.indexOf(folder)), folder];
    if (done.has(folder)) return undefined;
    for (const next of graph.get(folder) ?? []) {
      const cycle = visit(next, [...trail, folder]);
      if (cycle) return cycle;
    }
    done.add(folder);
    return undefined;
  }
  for (const folder of graph.keys()) {
    const cycle = visit(folder, []);
    if (cycle) return cycle;
  }
  return undefined;
}

/** Rows from the top of the house to its floor: each folder stands below all that import it. */
export function storeys(graph: FolderGraph): string[][] {
  const depth = new Map<string, number>();
  function place(folder: string, at: number): void {
    if ((depth.get(folder) ?? -1) >= at) return;
    depth.set(folder, at);
    for (const next of graph.get(folder) ?? []) place(next, at + 1);
  }
  const imported = new Set([...graph.values()].flatMap((targets) => [...targets]));
  for (const folder of graph.keys()) if (!imported.has(folder)) place(folder, 0);
  const rows: string[][] = [];
  for (const [folder, at] of depth) (rows[at] ??= []).push(folder);
  return rows.map((row) => row.toSorted());
}

/** The edges that no longer way says already; the others would only blacken the picture. */
export function essentialEdges(graph: FolderGraph): [from: string, to: string][] {
  return [...graph.keys()].toSorted().flatMap((from) => {
    const targets = [...(graph.get(from) ?? [])].toSorted();
    const viaOthers = new Set(targets.flatMap((target) => [...reachable(graph, target)]));
    return targets.filter((target) => !viaOthers.has(target)).map((to): [string, string] => [from, to]);
  });
}

function reachable(graph: FolderGraph, from: string, seen = new Set<string>()): Set<string> {
  for (const next of graph.get(from) ?? []) {
    if (seen.has(next)) continue;
    seen.add(next);
    reachable(graph, next, seen);
  }
  return seen;
}
