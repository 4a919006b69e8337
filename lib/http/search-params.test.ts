import { expect, test } from "vitest";
import { queryValue } from "@/lib/http/search-params";

test("a value that stands there once is read", async () => {
  expect(await queryValue(Promise.resolve({ plan: "pro" }), "plan")).toBe("pro");
});

test("an absent name and a repeated one are both absent", async () => {
  expect(await queryValue(Promise.resolve({}), "plan")).toBeUndefined();
  expect(await queryValue(Promise.resolve({ plan: ["pro", "free"] }), "plan")).toBeUndefined();
});
