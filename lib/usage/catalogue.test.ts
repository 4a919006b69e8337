import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { modelById, models, readModels, recordPrices } from "@/lib/usage/catalogue";
import standard from "@/models.json";

type Listed = (typeof standard.models)[number] & { fallback?: string };

function fileWith(...changes: Partial<Listed>[]): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "parley-models-")), "models.json");
  const list = changes.map((change) => ({ ...standard.models[0], ...change }));
  writeFileSync(file, JSON.stringify({ models: list }));
  return file;
}

test("the picker lists the default first, with what it can and the plan that opens it", () => {
  expect(models()).toMatchObject([
    { id: "parley-swift", label: "Swift", class: "standard", isDefault: true, plan: "free", vision: true },
    { id: "parley-sage", label: "Sage", class: "advanced", isDefault: false, plan: "pro", hasTemperature: true },
  ]);
});

test("the picker's prices are those of the price list, to the micro-dollar", () => {
  for (const { id, inputMicrosPerMtok, outputMicrosPerMtok } of models()) {
    expect(modelById(id).price).toMatchObject({ inputMicrosPerMtok, outputMicrosPerMtok });
  }
});

test("a model that says nothing of itself sees no pictures, takes a temperature and has no other to step in", () => {
  const { vision: _vision, ...bare } = standard.models[0]!;
  const file = fileWith();
  writeFileSync(file, JSON.stringify({ models: [bare] }));
  const {
    models: [model],
  } = readModels(file);
  expect(model).toMatchObject({ vision: false, temperature: true });
  expect(model?.fallback).toBeUndefined();
});

test("without a name the default model answers; an unknown name is the caller's mistake", () => {
  expect(modelById(undefined).id).toBe("parley-swift");
  expect(() => modelById("gpt-99")).toThrowError(expect.objectContaining({ code: "invalid_input" }));
});

test.each([
  ["two defaults", [{}, { id: "b" }], "exactly one model is the default"],
  ["no default", [{ default: false }], "exactly one model is the default"],
  ["one id twice", [{}, { default: false }], "each model id appears once"],
  ["one price version twice", [{}, { id: "b", default: false }], "each price version appears once"],
  ["an answer as long as the context", [{ maxOutputTokens: 128_000 }], "must be smaller than contextTokens"],
  ["an unknown class", [{ class: "luxury" }], "class"],
  ["a fallback that is not listed", [{ fallback: "gpt-99" }], "each fallback is another model of the list"],
  ["a model that falls back on itself", [{ fallback: "parley-swift" }], "each fallback is another model of the list"],
  ["no models", [], "models"],
])("a models file with %s is refused by name", (_what, changes, message) => {
  expect(() => readModels(fileWith(...changes))).toThrow(message);
});

test("a price is a whole number of micro-dollars", () => {
  const price = { ...standard.models[0]!.price, inputMicrosPerMtok: 0.5 };
  expect(() => readModels(fileWith({ price }))).toThrow("inputMicrosPerMtok");
});

test("prices are recorded once; a recorded version with other numbers stops the start", async () => {
  await recordPrices();
  await recordPrices();
  const dearer = { ...standard.models[0]!.price, outputMicrosPerMtok: 2_000_001 };
  await expect(recordPrices(readModels(fileWith({ price: dearer })).models)).rejects.toThrow("parley-swift@2026-11");
  const renamed = { ...dearer, version: "parley-swift@2026-12" };
  await expect(recordPrices(readModels(fileWith({ price: renamed })).models)).resolves.toBeUndefined();
});
