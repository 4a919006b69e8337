import { expect, test } from "vitest";
import { OTHER_PASSWORD, PASSWORD } from "@/lib/identity/fixtures";
import { refuseGuessablePassword } from "@/lib/identity/password-rules";
import { hashPassword, isPasswordOf } from "@/lib/identity/passwords";
import { AppError } from "@/lib/platform/errors";

function refusalOf(password: string, about: (string | null)[] = []): AppError | undefined {
  try {
    refuseGuessablePassword(password, about);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

test.each([
  "password12",
  "Password1!",
  "P@ssw0rd2024",
  "qwertyuiop",
  "1q2w3e4r5t",
  "iloveyou123",
  "letmein2026",
  "aaaaaaaaaaaa",
  "abcdefghijkl",
  "1234567890",
  "hunter2hunter2",
  "dragon12345",
  "football2025",
  "parleyparley",
])("%s is refused, as the first guess it is", (password) => {
  expect(refusalOf(password)?.fields).toHaveProperty("password");
});

test.each([PASSWORD, OTHER_PASSWORD, "parley-demo-2026", "x7Gk2pQw9z", "рыжая-лошадь-поёт-77"])(
  "%s is taken",
  (password) => {
    expect(refusalOf(password)).toBeUndefined();
  },
);

test("a password made of the person's own address or name is refused", () => {
  expect(refusalOf("wilhelmina.ostergaard")).toBeUndefined();
  expect(refusalOf("wilhelmina.ostergaard", ["wilhelmina.ostergaard@example.test", null])).toBeDefined();
  expect(refusalOf("Ostergaard12", [null, "Wilhelmina Ostergaard"])).toBeDefined();
});

test("the longest password that is allowed is still checked", () => {
  const longest = "a1!B".repeat(32);
  expect(longest).toHaveLength(128);
  expect(refusalOf(longest)).toBeDefined();
});

test("a hash is argon2id at the recommended cost, and never the same twice", async () => {
  const [one, two] = await Promise.all([hashPassword(PASSWORD), hashPassword(PASSWORD)]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(two);
});

test("only the password itself matches its hash", async () => {
  const hash = await hashPassword(PASSWORD);
  expect(await isPasswordOf(hash, PASSWORD)).toBe(true);
  for (const other of ["", ` ${PASSWORD}`, PASSWORD.toUpperCase(), OTHER_PASSWORD]) {
    expect(await isPasswordOf(hash, other)).toBe(false);
  }
});

test("nobody's password matches nobody", async () => {
  expect(await isPasswordOf(null, PASSWORD)).toBe(false);
  expect(await isPasswordOf(undefined, "")).toBe(false);
});
