import fs from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { type Cruise, cruise } from "@/scripts/imports/cruise";
import {
  essentialEdges,
  type FolderGraph,
  findCycle,
  folderGraph,
  folderOf,
  storeys,
} from "@/scripts/imports/folder-graph";
import { drawSvg } from "@/scripts/imports/picture";

const graphOf = (edges: Record<string, string[]>): FolderGraph =>
  new Map(Object.entries(edges).map(([from, to]) => [from, new Set(to)]));

test("a cycle is found, however long the way to it", () => {
  expect(findCycle(graphOf({ a: ["b"], b: ["c"], c: ["d"], d: ["b"] }))).toEqual(["b", "c", "d", "b"]);
});

test("two ways to one folder are no cycle", () => {
  expect(findCycle(graphOf({ a: ["b", "c"], b: ["d"], c: ["d"], d: [] }))).toBeUndefined();
});

test("a folder stands below all that import it", () => {
  expect(storeys(graphOf({ app: ["chat", "platform"], chat: ["platform"], platform: [] }))).toEqual([
    ["app"],
    ["chat"],
    ["platform"],
  ]);
});

test("an arrow that a longer way implies is left out", () => {
  expect(essentialEdges(graphOf({ app: ["chat", "platform"], chat: ["platform"], platform: [] }))).toEqual([
    ["app", "chat"],
    ["chat", "platform"],
  ]);
});

test.each([
  ["lib/chat/send.ts", "chat"],
  ["lib/chat/schema.ts", "schema.ts"],
  ["lib/billing/plans.ts", "schema.ts"],
  ["lib/adapters/llm/client.ts", "adapters/llm"],
  ["app/(app)/chat/page.tsx", "app"],
  ["components/ui/button.tsx", "components"],
  ["lib/startup.ts", "startup"],
  ["lib/chat/send.test.ts", undefined],
  ["sandbox/openai/server.ts", undefined],
  ["node_modules/zod/index.js", undefined],
])("%s belongs to %s", (file, folder) => {
  expect(folderOf(file)).toBe(folder);
});

describe("this house", () => {
  let measured: Cruise;
  beforeAll(async () => {
    measured = await cruise(".");
  });

  test("has no cycle among its folders", () => {
    expect(findCycle(folderGraph(measured))).toBeUndefined();
  });

  test("is drawn in docs/architecture.svg as it is (npm run docs:architecture)", () => {
    expect(fs.readFileSync("docs/architecture.svg", "utf8")).toBe(drawSvg(folderGraph(measured)));
  });
});
