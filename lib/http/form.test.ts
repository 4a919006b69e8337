import { redirect } from "next/navigation";
import { expect, test } from "vitest";
import { answerForm } from "@/lib/http/form";
import type { Caller } from "@/lib/identity/attempts";
import { SignIn } from "@/lib/identity/schema";
import { AppError } from "@/lib/platform/errors";
import { currentRequestId } from "@/lib/platform/request-context";

const GOOD = { email: "Ada@Example.test ", password: "walnut-orbit-ledger-17" };

function submit(
  fields: Record<string, string>,
  handle: (input: SignIn, caller: Caller) => Promise<void>,
  headers = {},
) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return answerForm(form, { schema: SignIn, handle, headers: new Headers(headers) });
}

function failing(error: unknown) {
  return async () => {
    throw error;
  };
}

test("a field that is wrong is named, what was typed is shown again, the password is not", async () => {
  const state = await submit({ email: "ada", password: "", next: "/pricing" }, failing(new Error("not reached")));
  expect(state).toEqual({
    ok: false,
    message: "That request is not valid.",
    fields: { email: [expect.stringContaining("Enter an email address")], password: ["Enter your password."] },
    values: { email: "ada", next: "/pricing" },
  });
});

test("a refusal is told in its own words", async () => {
  const state = await submit(GOOD, failing(new AppError("unauthenticated", "Not that one.")));
  expect(state).toMatchObject({ ok: false, message: "Not that one.", values: { email: GOOD.email } });
});

test.each([
  [1, "a second"],
  [59, "59 seconds"],
  [60, "a minute"],
  [61, "2 minutes"],
])("waiting %d s is %s", async (retryAfterS, words) => {
  const state = await submit(GOOD, failing(new AppError("too_many_requests", undefined, { retryAfterS })));
  expect(state).toMatchObject({ message: expect.stringContaining(`Try again in ${words}.`) as string });
});

test("a bug's own message never reaches the page", async () => {
  const state = await submit(GOOD, failing(new Error("column users.secret does not exist")));
  expect(state).toMatchObject({ ok: false, message: "Something went wrong on our side." });
});

test("a database that is away is told as that", async () => {
  const state = await submit(GOOD, failing(new Error("connect ECONNREFUSED 127.0.0.1:5432")));
  expect(state).toMatchObject({ message: expect.stringContaining("database") as string });
});

test("a redirect is Next's business and passes through", async () => {
  const going = submit(GOOD, async () => redirect("/chat"));
  await expect(going).rejects.toMatchObject({ digest: expect.stringContaining("/chat") as string });
});

test("a handler gets checked input, the caller's address and a request id", async () => {
  const seen: unknown[] = [];
  const state = await submit(
    { ...GOOD, $ACTION_KEY: "React's own" },
    async (input, caller) => {
      seen.push(input, caller, currentRequestId());
    },
    { "x-forwarded-for": "10.0.0.1, 198.51.100.7", "x-request-id": "request-0002" },
  );
  expect(state).toEqual({ ok: true });
  expect(seen).toEqual([
    { email: "ada@example.test", password: GOOD.password },
    { address: "198.51.100.7" },
    "request-0002",
  ]);
});

test("a file in place of a text is no text", async () => {
  const form = new FormData();
  form.set("email", new File(["ada@example.test"], "email.txt"));
  form.set("password", "x");
  const state = await answerForm(form, {
    schema: SignIn,
    handle: failing(new Error("not reached")),
    headers: new Headers(),
  });
  expect(state).toMatchObject({ ok: false, fields: { email: [expect.any(String) as string] } });
});
