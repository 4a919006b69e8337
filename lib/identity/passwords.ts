import "server-only";
import { hash, verify } from "@node-rs/argon2";

/** argon2id with what OWASP's password storage cheat sheet asks for: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The hash of a random password nobody knows, at the same cost. */
const NOBODYS_HASH =
  "$argon2id$v=19$m=19456,t=2,p=1$53UiUIzezAjECRg5XK6wYw$m/rVsJkPYvZ7a+tzQ6YzuVr9u1jS7PhNzs9BDZIM3uI";

export function hashPassword(password: string): Promise<string> {
  return hash(sameSpelling(password), COST);
}

/** Does the same work when there is no hash to compare with, so that the time taken tells nothing. */
export async function isPasswordOf(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? NOBODYS_HASH, sameSpelling(password));
  return matches && typeof passwordHash === "string";
}

/** Keyboards disagree on how to encode the same letter (NIST SP 800-63B, 3.1.1.2). */
function sameSpelling(password: string): string {
  return password.normalize("NFKC");
}
