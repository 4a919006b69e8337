import { describe, expect, test } from "vitest";
import { type Guess, WrongGuess } from "@/lib/db/guess";
import { adminVisitor, requireAdmin, requireUser, signedInVisitor, withLikelyUser } from "@/lib/http/visitor";
import { rememberSession } from "@/lib/identity/likely-viewer";
import type { Viewer } from "@/lib/identity/schema";
import { sessionCookie } from "@/lib/identity/session-cookie";
import { DAY_MS, now, plusMs } from "@/lib/platform/clock";
import { AppError } from "@/lib/platform/errors";
import { newSecret } from "@/lib/platform/ids";

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

describe("for who is likely signed in", () => {
  const isThere = async () => true;

  /** A cookie that is known here, and one that is not. */
  function cookies() {
    const token = newSecret();
    rememberSession(token, { viewer: person, expires: plusMs(now(), 30 * DAY_MS) });
    return { known: `${sessionCookie.name}=${token}`, unknown: `${sessionCookie.name}=${newSecret()}` };
  }

  /** Who was worked for, one after the other: a guess, or a person. */
  function working(answers: (string | Error)[]) {
    const worked: string[] = [];
    const work = async (visitor: Viewer | Guess<Viewer>) => {
      worked.push("guess" in visitor ? "a guess" : visitor.id);
      const answer = answers.shift() ?? "nothing";
      if (answer instanceof Error) throw answer;
      return answer;
    };
    return { worked, work };
  }

  test("the work is done at once, and nobody is looked up", async () => {
    const { worked, work } = working(["done"]);
    const find = () => Promise.reject(new Error("looked up"));
    expect(await withLikelyUser({ header: cookies().known, find }, work, isThere)).toBe("done");
    expect(worked).toEqual(["a guess"]);
  });

  test("without a guess it is done for who is looked up", async () => {
    const { worked, work } = working(["done"]);
    expect(await withLikelyUser({ header: cookies().unknown, find: as(person) }, work, isThere)).toBe("done");
    expect(worked).toEqual([person.id]);
  });

  test("a guess that was wrong is made good by looking, and whoever is nobody is told to sign in", async () => {
    const again = working([new WrongGuess(), "done"]);
    expect(await withLikelyUser({ header: cookies().known, find: as(admin) }, again.work, isThere)).toBe("done");
    expect(again.worked).toEqual(["a guess", admin.id]);
    const nobody = working([new WrongGuess(), "done"]);
    const asking = withLikelyUser({ header: cookies().known, find: as() }, nobody.work, isThere);
    await expect(asking).rejects.toMatchObject({ code: "unauthenticated" });
    expect(nobody.worked).toEqual(["a guess"]);
  });

  test("what else is the matter is told only to who is signed in, and not tried again", async () => {
    for (const [find, code] of [
      [as(person), "invalid_input"],
      [as(), "unauthenticated"],
    ] as const) {
      const { worked, work } = working([new AppError("invalid_input"), "done"]);
      const asking = withLikelyUser({ header: cookies().known, find }, work, isThere);
      await expect(asking).rejects.toMatchObject({ code });
      expect(worked).toHaveLength(1);
    }
  });

  test("a silent database is told of at once", async () => {
    const forEver = () => new Promise<never>(() => {});
    const asking = withLikelyUser({ header: cookies().known, find: forEver }, forEver, async () => false);
    await expect(asking).rejects.toMatchObject({ code: "database_down", status: 503 });
  });
});
