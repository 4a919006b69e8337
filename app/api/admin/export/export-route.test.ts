import { aBrowser } from "@/lib/identity/testing/browser";
import { expect, test } from "vitest";
import { GET, POST } from "@/app/api/admin/export/[table]/route";
import { aPerson } from "@/lib/billing/testing/world";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { env } from "@/lib/platform/env";

async function taken(table: string, by?: Viewer, method = "GET"): Promise<Response> {
  const browser = aBrowser();
  if (by) await browser.become(by);
  const request = new Request(`${env.appUrl}/api/admin/export/${table}`, { method });
  const context = { params: Promise.resolve({ table }) };
  return browser.call(() => (method === "GET" ? GET : POST)(request, context));
}

test("to anybody but an admin there is no such thing, and nothing is on record", async () => {
  expect((await taken("payments")).status).toBe(401);
  expect((await taken("payments", await aPerson())).status).toBe(404);
  expect(await db.auditEvent.count({ where: { action: "figures.exported" } })).toBe(0);
});

test("an admin is handed a file, and who took it is on record", async () => {
  const admin = await aPerson({ role: "admin" });
  const response = await taken("customers", admin);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="parley-customers-.*\.csv"$/u);
  expect(response.headers.get("cache-control")).toContain("no-store");
  expect(await response.text()).toMatch(/^customer_id,user_id,email,/u);
  expect(await db.auditEvent.findMany({ where: { action: "figures.exported" } })).toMatchObject([
    { actorId: admin.id },
  ]);
});

test("of a table that is not handed out there is nothing, and nothing is written this way", async () => {
  const admin = await aPerson({ role: "admin" });
  expect((await taken("users", admin)).status).toBe(404);
  expect((await taken("payments", admin, "POST")).status).toBe(405);
});
