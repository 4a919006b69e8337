import { describe, expect, test } from "vitest";
import { db, Prisma } from "@/lib/db/client";
import { aPerson } from "@/lib/identity/fixtures";
import { likelyViewerIn, rememberSession } from "@/lib/identity/likely-viewer";
import { sessionCookie } from "@/lib/identity/session-cookie";
import { closeSession, openSession } from "@/lib/identity/sessions";
import { viewerIn } from "@/lib/identity/viewer";
import { DAY_MS, now, plusMs } from "@/lib/platform/clock";
import { newSecret } from "@/lib/platform/ids";

const headerOf = (token: string) => `theme=dark; ${sessionCookie.name}=${token}`;

async function someone() {
  const person = await aPerson({ password: null });
  await db.user.update({ where: { id: person.id }, data: { emailVerified: new Date() } });
  const { token } = await openSession(person.id);
  const header = headerOf(token);
  return { person, token, header, visit: () => viewerIn(header) };
}

async function stands(header: string): Promise<boolean | undefined> {
  const likely = likelyViewerIn(header);
  if (!likely) return undefined;
  const [row] = await db.$queryRaw<{ stands: boolean }[]>(Prisma.sql`SELECT ${likely.stands} AS stands`);
  return row?.stands;
}

describe("a guess at who is asking", () => {
  test("is there once the session was looked up, and holds", async () => {
    const { person, header, visit } = await someone();
    expect(likelyViewerIn(header)).toBeUndefined();
    expect(await visit()).toMatchObject({ id: person.id, emailVerified: true });
    expect(likelyViewerIn(header)?.guess).toEqual(await visit());
    expect(await stands(header)).toBe(true);
  });

  test("does not hold from the moment that the session is over, though nobody told the one who guesses", async () => {
    const { token, header, visit } = await someone();
    await visit();
    await closeSession(token);
    expect(likelyViewerIn(header)).toBeDefined();
    expect(await stands(header)).toBe(false);
  });

  test.each([
    ["whose account is closed", { closedAt: new Date() }],
    ["whose address is not confirmed any more", { emailVerified: null }],
  ])("does not hold for somebody %s", async (_who, data) => {
    const { person, header, visit } = await someone();
    await visit();
    await db.user.update({ where: { id: person.id }, data });
    expect(await stands(header)).toBe(false);
  });

  test("does not hold for a session that ran out, nor for one that is somebody else's now", async () => {
    const [ann, ben] = [await someone(), await someone()];
    await ann.visit();
    await ben.visit();
    await db.session.updateMany({ where: { userId: ann.person.id }, data: { expires: plusMs(now(), -1) } });
    await db.session.updateMany({ where: { userId: ben.person.id }, data: { userId: ann.person.id } });
    expect([await stands(ann.header), await stands(ben.header)]).toEqual([false, false]);
  });

  test("is not made where looking does more: to extend the session, to find an address confirmed", async () => {
    const { token, header, visit } = await someone();
    await visit();
    expect(likelyViewerIn(header, () => plusMs(now(), DAY_MS + 1_000))).toBeUndefined();
    const viewer = { ...(await visit())!, emailVerified: false };
    rememberSession(token, { viewer, expires: plusMs(now(), 30 * DAY_MS) });
    expect(likelyViewerIn(header)).toBeUndefined();
  });

  test.each([null, "", "theme=dark", `${sessionCookie.name}=`, `x${sessionCookie.name}=abc`, headerOf(newSecret())])(
    "is not made of %s",
    (header) => {
      expect(likelyViewerIn(header)).toBeUndefined();
    },
  );
});

test("of two cookies by our name the last one counts, as it does for Next", async () => {
  const [ann, ben] = [await someone(), await someone()];
  expect((await viewerIn(`${ann.header}; ${ben.header}`))?.id).toBe(ben.person.id);
});
