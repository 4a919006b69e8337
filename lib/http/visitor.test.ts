import { expect, test } from "vitest";
import { adminVisitor, requireAdmin, requireUser, signedInVisitor } from "@/lib/http/visitor";
import type { Viewer } from "@/lib/identity/schema";

const person: Viewer = { id: "1", email: "ada@example.test", name: null, role: "user", emailVerified: true };
const admin: Viewer = { ...person, role: "admin" };
const as = (viewer?: Viewer) => async () => viewer;

/** Next tells its server to redirect, or to show its 404, by an error with a digest. */
const digest = (text: string) => ({ digest: expect.stringContaining(text) as string });

test("without a session an API answers 401", async () => {
  await expect(requireUser(as())).rejects.toMatchObject({ code: "unauthenticated", status: 401 });
});

test("without a session a page goes to sign in and comes back", async () => {
  await expect(signedInVisitor("/chat/1?x=1", as())).rejects.toMatchObject(digest("/sign-in?next=%2Fchat%2F1%3Fx%3D1"));
});

test.each([
  ["a visitor", undefined],
  ["a user", person],
])("for %s admin pages and APIs do not exist", async (_who, viewer) => {
  await expect(requireAdmin(as(viewer))).rejects.toMatchObject({ code: "not_found", status: 404 });
  await expect(adminVisitor(as(viewer))).rejects.toMatchObject(digest("404"));
});

test("who is signed in is let in", async () => {
  expect(await requireUser(as(person))).toBe(person);
  expect(await signedInVisitor("/chat", as(person))).toBe(person);
  expect(await requireAdmin(as(admin))).toBe(admin);
  expect(await adminVisitor(as(admin))).toBe(admin);
});

test("while the database is silent an API says so at once, instead of waiting to hear who this is", async () => {
  const find = () => new Promise<undefined>(() => {});
  await expect(requireUser(find, async () => false)).rejects.toMatchObject({ code: "database_down", status: 503 });
});
