import { describe, expect, test } from "vitest";
import { chosenModel, modelChoices } from "./model-choice";
import { SAGE, SWIFT } from "./testing/models";

const MODELS = [SWIFT, SAGE];

test("a model that the plan does not have says which plan opens it", () => {
  expect(modelChoices(MODELS, "free")).toEqual([SWIFT, { ...SAGE, openedBy: { plan: "pro", name: "Pro" } }]);
});

test("a plan that has all models locks none", () => {
  expect(modelChoices(MODELS, "enterprise")).toEqual(MODELS);
});

describe("the model that is chosen", () => {
  const pro = modelChoices(MODELS, "pro");
  const free = modelChoices(MODELS, "free");

  test("is the first wish", () => {
    expect(chosenModel(pro, ["sage", "swift"])?.id).toBe("sage");
    expect(chosenModel(pro, [undefined, "sage"])?.id).toBe("sage");
  });

  test("is never one that the plan does not have, or no one offers", () => {
    expect(chosenModel(free, ["sage"])?.id).toBe("swift");
    expect(chosenModel(pro, ["gone"])?.id).toBe("swift");
  });

  test("is the standard one without a wish", () => {
    expect(chosenModel(pro, [])?.id).toBe("swift");
  });

  test("is none where there is none", () => {
    expect(chosenModel([], ["swift"])).toBeUndefined();
  });
});
