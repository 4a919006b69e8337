import { expect, test } from "vitest";
import { DELETE, GET, OPTIONS, PATCH, POST, PUT } from "@/app/api/[[...path]]/route";

const METHODS = Object.entries({ DELETE, GET, OPTIONS, PATCH, POST, PUT });

test.each(METHODS)("%s of a path that does not exist has the error body", async (method, handle) => {
  const response = await handle(new Request("http://localhost/api/nowhere", { method }), undefined);
  expect(response.status).toBe(404);
  expect(response.headers.get("content-type")).toContain("application/json");
  expect(await response.json()).toMatchObject({
    error: { code: "not_found", requestId: response.headers.get("x-request-id") },
  });
});
