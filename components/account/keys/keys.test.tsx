import { describe, expect, test } from "vitest";
import { CreateKey, NewKeyForm } from "@/components/account/keys/create-key";
import { RenameForm, RevokeForm, RotateForm } from "@/components/account/keys/key-forms";
import { KeyList } from "@/components/account/keys/key-list";
import { pageOf } from "@/components/ui/testing/page";
import { afterSending } from "@/components/ui/testing/sent-form";
import type { KeyView } from "@/lib/identity/keys/schema";

const NOW = new Date("2026-03-01T12:00:00.000Z");
const close = () => undefined;
const action = async () => undefined;
const never = () => Promise.reject(new Error("Nothing is pressed here"));
const actions = { rename: never, revoke: never, rotate: action };
const SECRET = `parley_${"0".repeat(36)}`;

function aKey(changes: Partial<KeyView> = {}): KeyView {
  return {
    id: "01930000-0000-7000-8000-000000000001",
    name: "Build server",
    prefix: "parley_abcd…wxyz",
    scopes: ["models", "chat", "embeddings"],
    requestsPerMinute: null,
    budgetMicros: null,
    createdAt: NOW,
    lastUsedAt: null,
    expiresAt: null,
    state: "live",
    isReplaced: false,
    ...changes,
  };
}

function list(key: KeyView, spent: Record<string, bigint> = {}) {
  return pageOf(<KeyList keys={[key]} spent={spent} actions={actions} at={NOW} locale="en-US" />);
}

describe("a key in the list", () => {
  test("without limits, says so in few words", () => {
    expect(list(aKey()).text).toContain("Build server parley_abcd…wxyz Everything Never used · No end");
  });

  test("with a budget is told what of it is spent, by a line and in words", () => {
    const { text, all } = list(aKey({ budgetMicros: 5_000_000n }), { [aKey().id]: 1_200_000n });
    expect(text).toContain("$1.20 of $5.00 this cycle");
    expect(all("meter")).toMatchObject([{ "aria-label": "Budget of Build server", value: "0.24" }]);
  });

  test("that has not spent anything has spent nothing of its budget; without one there is nothing to say", () => {
    expect(list(aKey({ budgetMicros: 5_000_000n }), {}).text).toContain("$0.00 of $5.00 this cycle");
    expect(list(aKey()).text).not.toContain("$");
  });

  test("can be renamed, rotated and revoked", () => {
    const { all } = list(aKey());
    expect(all("button").map(({ text }) => text)).toEqual([
      "What to do with Build server",
      "Rename",
      "Rotate",
      "Revoke",
    ]);
  });

  test("that was replaced is not rotated again", () => {
    const { text, all } = list(aKey({ isReplaced: true, expiresAt: NOW }));
    expect(text).toContain("Replaced");
    expect(all("button").map(({ text: says }) => says)).not.toContain("Rotate");
  });

  test.each([
    ["revoked", "Revoked", "Opens nothing any more"],
    ["expired", "Expired", "Expired on March 1, 2026"],
  ] as const)("that is %s says so, and there is nothing to do", (state, badge, end) => {
    const { text, all } = list(aKey({ state, expiresAt: NOW }));
    expect(text).toContain(badge);
    expect(text).toContain(end);
    expect(all("button")).toEqual([]);
  });

  test("with a name of markup is only a name", () => {
    expect(list(aKey({ name: "<b>x</b>" })).all("b")).toEqual([]);
  });
});

describe("making a key", () => {
  const view: Parameters<typeof afterSending>[0] = (given) => <NewKeyForm action={given} onClose={close} />;

  test("asks only when it is pressed", () => {
    expect(pageOf(<CreateKey action={action} />).html).not.toContain("<form");
  });

  test("offers everything, for ninety days, without limits", () => {
    const inputs = pageOf(<NewKeyForm action={action} onClose={close} />).all("input") as Record<string, string>[];
    const ticked = inputs.filter((input) => "checked" in input).map(({ name, value }) => [name, value]);
    expect(ticked).toEqual([
      ["models", "on"],
      ["chat", "on"],
      ["embeddings", "on"],
      ["days", "90"],
    ]);
  });

  test("that was refused keeps what was ticked and chosen, and says what is wrong where it is", async () => {
    const page = await afterSending(view, {
      ok: false,
      message: "That request is not valid.",
      fields: { name: ["Enter a name."] },
      values: { name: "", chat: "on", days: "30", budget: "5" },
    });
    const inputs = page.all("input") as Record<string, string>[];
    expect(inputs.filter((input) => "checked" in input).map(({ name, value }) => [name, value])).toEqual([
      ["chat", "on"],
      ["days", "30"],
    ]);
    expect(page.text).toContain("Enter a name.");
    expect(inputs.find(({ name }) => name === "budget")).toMatchObject({ value: "5" });
  });

  test("for nothing is said below the boxes", async () => {
    const page = await afterSending(view, {
      ok: false,
      message: "That request is not valid.",
      fields: { scopes: ["Tick at least one."] },
      values: { name: "x", days: "30" },
    });
    expect(page.text).toContain("Tick at least one.");
    expect(page.html).toMatch(/<fieldset aria-describedby="[^"]+"/);
  });

  test("shows it this once in the form's place", async () => {
    const page = await afterSending(view, { ok: true, secret: SECRET });
    expect(page.all("input")).toMatchObject([{ readOnly: "", value: SECRET }]);
    expect(page.text).toContain("It is shown this one time");
    expect(page.all("button").map(({ text }) => text)).toEqual(["Copy key", "I have copied it"]);
  });
});

describe("before something is done to a key", () => {
  test("revoking says what stops, and that it is for good", () => {
    const { text } = pageOf(<RevokeForm chosen={aKey()} action={never} onClose={close} />);
    expect(text).toContain("Build server (parley_abcd…wxyz) stops at once and for good");
  });

  test("rotating asks how long the old one works on, a day unless told otherwise", () => {
    const { all } = pageOf(<RotateForm chosen={aKey()} action={action} onClose={close} />);
    const radios = (all("input") as Record<string, string>[]).filter(({ type }) => type === "radio");
    expect(radios.map((radio) => [radio["value"], "checked" in radio])).toEqual([
      ["none", false],
      ["day", true],
      ["week", false],
    ]);
  });

  test("a rotated key's successor is shown this once", async () => {
    const page = await afterSending((given) => <RotateForm chosen={aKey()} action={given} onClose={close} />, {
      ok: true,
      secret: SECRET,
    });
    expect(page.all("input")).toMatchObject([{ value: SECRET }]);
  });

  test("renaming begins with the name it has", () => {
    const { all } = pageOf(<RenameForm chosen={aKey()} action={never} onClose={close} />);
    expect(all("input")).toMatchObject([{ value: "Build server" }]);
  });
});
