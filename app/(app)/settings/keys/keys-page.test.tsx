import { describe, expect, test } from "vitest";
// Before whatever imports Next.
import { aBrowser } from "@/lib/identity/testing/browser";
import * as actions from "@/app/(app)/settings/keys/actions";
import KeysLoading from "@/app/(app)/settings/keys/loading";
import KeysPage from "@/app/(app)/settings/keys/page";
import { pageOf, readPage } from "@/components/ui/testing/page";
import { keyCaller } from "@/lib/identity/api-keys";
import { aPerson, auditOf } from "@/lib/identity/fixtures";
import { isKeyShaped, prefixOf } from "@/lib/identity/key-format";
import { listKeys } from "@/lib/identity/keys/own-keys";
import { newId } from "@/lib/platform/ids";

const WISH = { name: "Build server", chat: "on", days: "90", requestsPerMinute: "60", budget: "5" };
/** Whatever an action answers, when all is well. */
type Made = { ok: true; secret: string };

async function signedIn(given: Parameters<typeof aPerson>[0] = {}) {
  const person = await aPerson({ password: null, ...given });
  const browser = aBrowser();
  await browser.become(person);
  return { person, browser, page: async () => readPage((await browser.visit(KeysPage)).html) };
}

async function make({ browser }: { browser: ReturnType<typeof aBrowser> }, wish = {}): Promise<string> {
  const { state } = await browser.submit(actions.create, { ...WISH, ...wish });
  return (state as Made).secret;
}

/** Calls an action as this browser does. What it throws fails the test. */
async function call(browser: ReturnType<typeof aBrowser>, action: () => Promise<unknown>): Promise<unknown> {
  let answer: unknown;
  await browser.call(async () => {
    answer = await action();
    return new Response();
  });
  return answer;
}

describe("the page of one's keys", () => {
  test("without a session one signs in first, and comes back", async () => {
    expect(await aBrowser().visit(KeysPage)).toMatchObject({ goesTo: "/sign-in?next=%2Fsettings%2Fkeys" });
  });

  test("has nothing yet: says what a key is good for, in one line to try", async () => {
    const { text, all } = await (await signedIn()).page();
    expect(text).toContain("You have no keys yet");
    expect(text).toMatch(/curl http\S+\/api\/v1\/models -H "Authorization: Bearer parley_…"/);
    expect(all("button").map(({ text: says }) => says)).toContain("Create key");
  });

  test("whose mailbox is unproven can make none, and is told why", async () => {
    const { text, all } = await (await signedIn({ proven: false })).page();
    expect(text).toContain("Confirm your address first");
    expect(all("button").map(({ text: says }) => says)).not.toContain("Create key");
  });

  test("lists what a key may do, and never the key", async () => {
    const visitor = await signedIn();
    const secret = await make(visitor);
    const { html, text } = await visitor.page();
    expect(text).toContain(
      `Build server ${prefixOf(secret)} Chat completions · 60 requests a minute Never used · Ends on`,
    );
    expect(html).not.toContain(secret.slice(11, 33));
  });

  test("has only one's own", async () => {
    const [visitor, other] = [await signedIn(), await signedIn()];
    await make(visitor, { name: "Private plans" });
    const { html, text } = await other.page();
    expect(text).toContain("You have no keys yet");
    expect(html).not.toContain("Private plans");
  });

  test("while it loads says what is coming", () => {
    expect(pageOf(<KeysLoading />).text).toContain("Loading your API keys…");
  });
});

describe("making and rotating", () => {
  test("tells the key once, and draws the list again", async () => {
    const visitor = await signedIn();
    const { state, isRefreshed } = await visitor.browser.submit(actions.create, WISH);
    const { secret } = state as Made;
    expect([isKeyShaped(secret), isRefreshed]).toEqual([true, true]);
    const [key] = await listKeys(visitor.person);
    const again = await visitor.browser.submit(actions.rotate, { id: key?.id ?? "", overlap: "none" });
    expect(isKeyShaped((again.state as Made).secret)).toBe(true);
    expect((again.state as Made).secret).not.toBe(secret);
    await expect(keyCaller(secret)).rejects.toMatchObject({ reason: "revoked" });
  });

  test("a form that is refused says which fields, and keeps what was typed", async () => {
    const { browser } = await signedIn();
    const { state } = await browser.submit(actions.create, {
      name: "",
      days: "90",
      requestsPerMinute: "x",
      budget: "0",
    });
    expect(state).toMatchObject({
      ok: false,
      values: { name: "", requestsPerMinute: "x", budget: "0" },
      fields: {
        name: ["Enter a name."],
        requestsPerMinute: ["Enter a whole number, like 60."],
        budget: ["Choose $0.01 to $1,000,000."],
      },
    });
  });

  test("without a session makes nothing", async () => {
    const nobody = aBrowser();
    for (const action of [actions.create, actions.rotate]) {
      const { state } = await nobody.submit(action, { ...WISH, id: newId(), overlap: "none" });
      expect(state).toMatchObject({ ok: false, message: "Please sign in." });
    }
  });

  test("with an unproven mailbox makes nothing", async () => {
    const { browser } = await signedIn({ proven: false });
    const { state } = await browser.submit(actions.create, WISH);
    expect(state).toMatchObject({ ok: false, message: "Please confirm your email address first." });
  });
});

describe("renaming and revoking", () => {
  test("change one's own, at once", async () => {
    const visitor = await signedIn();
    const secret = await make(visitor);
    const id = (await listKeys(visitor.person))[0]?.id ?? "";
    expect(await call(visitor.browser, () => actions.rename({ id, name: " Laptop " }))).toMatchObject({ ok: true });
    expect((await visitor.page()).text).toContain("Laptop");
    expect(await call(visitor.browser, () => actions.revoke({ id }))).toMatchObject({ ok: true });
    await expect(keyCaller(secret)).rejects.toMatchObject({ reason: "revoked" });
    expect((await visitor.page()).text).toContain("Laptop Revoked");
  });

  test("of somebody else's is what it is of nothing; without a session nothing at all", async () => {
    const [visitor, stranger] = [await signedIn(), await signedIn()];
    const secret = await make(visitor);
    const theirs = (await listKeys(visitor.person))[0]?.id ?? "";
    for (const id of [theirs, newId()]) {
      const refused = { ok: false, code: "not_found" };
      expect(await call(stranger.browser, () => actions.rename({ id, name: "Mine" }))).toMatchObject(refused);
      expect(await call(stranger.browser, () => actions.revoke({ id }))).toMatchObject(refused);
      const { state } = await stranger.browser.submit(actions.rotate, { id, overlap: "none" });
      expect(state).toMatchObject({ ok: false, message: "There is nothing here." });
      expect(await call(aBrowser(), () => actions.revoke({ id }))).toMatchObject({ code: "unauthenticated" });
    }
    expect((await keyCaller(secret)).key.name).toBe("Build server");
    expect(await auditOf(stranger.person.id)).toEqual([]);
  });
});
