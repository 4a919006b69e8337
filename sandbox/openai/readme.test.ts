import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { FAULT_NAMES } from "./chat/faults";
import { wishesOf } from "./chat/wishes";

const readme = readFileSync(path.join(import.meta.dirname, "README.md"), "utf8");
const faults = readme.slice(readme.indexOf("## Faults"), readme.indexOf("## Pictures"));

test("the README has a row for every fault, and for no other", () => {
  const named = [...faults.matchAll(/^\| (`[^|]+) \|/gmu)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`([^`]+)`/gu)].map(([, name = ""]) => name),
  );
  expect(named.toSorted()).toEqual(FAULT_NAMES.toSorted());
});

test("the sentinels and fields that the README shows are read as it says", () => {
  const steering = readme.slice(readme.indexOf("## Steering"), readme.indexOf("## What it answers"));
  const shown = [...steering.matchAll(/`([^`]+)`/gu)].map(([, code = ""]) => code);
  const sentinels = shown.filter((code) => /^\[\[|\[sandbox:/u.test(code));
  expect(sentinels.length).toBeGreaterThan(3);
  for (const text of sentinels) {
    const { faults: asked, pace } = wishesOf({ text });
    expect(asked.length + Object.keys(pace).length, text).toBeGreaterThan(0);
  }
  for (const header of ["x-sandbox-fault", "x-sandbox-tokens-per-second", "x-sandbox-ttft-ms"]) {
    expect(shown.join("\n")).toContain(header);
    const value = header === "x-sandbox-fault" ? "cut" : "2";
    expect(JSON.stringify(wishesOf({ text: "", headers: { [header]: value } }))).toContain(value);
  }
});
