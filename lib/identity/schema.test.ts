import { expect, test } from "vitest";
import {
  ChangeName,
  ChangePassword,
  PASSWORD_MAX_LENGTH,
  PASSWORD_MIN_LENGTH,
  SignIn,
  SignInWith,
  SignUp,
  UseLink,
} from "@/lib/identity/schema";
import { newSecret } from "@/lib/platform/ids";

const GOOD = { email: "ada@example.test", password: "walnut-orbit-ledger-17" };

test.each(["", "ada", "ada@", "@example.test", "ada example@example.test", `${"a".repeat(250)}@example.test`])(
  "%j is no address",
  (email) => {
    expect(SignUp.safeParse({ ...GOOD, email }).success).toBe(false);
  },
);

test("an address with a colon could be taken for a token's other parts, and is no address", () => {
  expect(SignUp.safeParse({ ...GOOD, email: "reset:ada@example.test" }).success).toBe(false);
  expect(SignUp.safeParse({ ...GOOD, email: '"a:b"@example.test' }).success).toBe(false);
});

test("an address is one whatever its capitals and the spaces around it", () => {
  expect(SignIn.parse({ ...GOOD, email: "  Ada@Example.TEST " }).email).toBe("ada@example.test");
});

test("a new password has its least and its greatest length", () => {
  const lengths = [PASSWORD_MIN_LENGTH - 1, PASSWORD_MIN_LENGTH, PASSWORD_MAX_LENGTH, PASSWORD_MAX_LENGTH + 1];
  const results = lengths.map((length) => SignUp.safeParse({ ...GOOD, password: "x".repeat(length) }).success);
  expect(results).toEqual([false, true, true, false]);
});

test("an old password may be shorter than a new one, because rules change", () => {
  expect(ChangePassword.safeParse({ password: "short", newPassword: GOOD.password }).success).toBe(true);
});

test("a password is taken as it is, with its spaces", () => {
  expect(SignIn.parse({ ...GOOD, password: "  spaces matter  " }).password).toBe("  spaces matter  ");
});

test.each([
  [undefined, null],
  ["", null],
  ["   ", null],
  [" Ada ", "Ada"],
])("the name %j is %j", (name, expected) => {
  expect(SignUp.parse({ ...GOOD, name }).name).toBe(expected);
});

test("a name that is longer than a line, or holds what no keyboard types, is refused in words", () => {
  const errorOf = (name: unknown) => ChangeName.safeParse({ name }).error?.issues[0]?.message;
  expect(errorOf("x".repeat(80))).toBeUndefined();
  expect(errorOf("x".repeat(81))).toBe("Use at most 80 characters.");
  for (const name of ["Ada\u0000", "Ada\nBcc: eve@example.test", "\u001b[31mAda"]) {
    expect(errorOf(name)).toBe("Use letters, spaces and signs only.");
  }
});

test("names of all scripts are names", () => {
  for (const name of ["Ада", "李 小龍", "Máire Ní Bhriain", "نادیه‌سادات", "O’Neill-Smith", "👩‍🚀"]) {
    expect(ChangeName.parse({ name })).toEqual({ name });
  }
});

test("taking one's name away has to be meant: a form without the field, or with another thing in it, is refused", () => {
  expect(ChangeName.parse({ name: "  " })).toEqual({ name: null });
  for (const input of [{}, { name: null }, { name: ["Ada"] }, { name: 7 }]) {
    expect(ChangeName.safeParse(input).success).toBe(false);
  }
});

test("what a form brings besides is left out", () => {
  expect(ChangeName.parse({ name: "Ada", role: "admin", id: "1" })).toEqual({ name: "Ada" });
});

test("a token that was cut on its way is told apart from one that is used up", () => {
  const token = newSecret();
  expect(UseLink.safeParse({ token }).success).toBe(true);
  for (const broken of [token.slice(1), `${token}=`, `${token.slice(1)} `, ""]) {
    expect(UseLink.safeParse({ token: broken }).success).toBe(false);
  }
});

test("only the providers there are can be asked for", () => {
  expect(SignInWith.safeParse({ provider: "entry" }).success).toBe(false);
});
