import { expect, test } from "vitest";
import * as nowhere from "@/app/api/[[...path]]/route";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

test.each(METHODS)("%s of a path that does not exist has the error body", async (method) => {
  const response = await nowhere[method](new Request("http://localhost/api/nowhere", { method }), undefined);
  expect(response.status).toBe(404);
  expect(response.headers.get("content-type")).toContain("application/json");
  expect(await response.json()).toMatchObject({
    error: { code: "not_found", requestId: response.headers.get("x-request-id") },
  });
});
