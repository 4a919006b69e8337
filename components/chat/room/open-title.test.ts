import { expect, test } from "vitest";
import { isRenamed, titled } from "./use-open-title";

test.each([
  ["nothing was open", undefined, { id: "a", title: "Rain" }],
  ["another one was opened", { id: "a", title: "Rain" }, { id: "b", title: "Snow" }],
  ["it left the list", { id: "a", title: "Rain" }, undefined],
  ["nothing changed", { id: "a", title: "Rain" }, { id: "a", title: "Rain" }],
])("the window keeps its title when %s", (_what, before, now) => {
  expect(isRenamed(before, now)).toBe(false);
});

test("it follows when the one that is open is renamed", () => {
  expect(isRenamed({ id: "a", title: "Tell me of" }, { id: "a", title: "Rain" })).toBe(true);
});

test.each([
  ["Old · Parley", "New", "New · Parley"],
  ["A · B · Parley", "C · D", "C · D · Parley"],
  ["Old · Parley", "$& costs $1", "$& costs $1 · Parley"],
  ["Parley", "New", "Parley"],
])("of %j, by the name of %j, it is %j", (before, name, after) => {
  expect(titled(before, name)).toBe(after);
});
