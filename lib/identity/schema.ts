import { z } from "zod";

/** Wire shapes of everything about people. This file imports nothing but zod. */

export const PASSWORD_MIN_LENGTH = 10;
/** Longer ones cost time to check and gain nothing. */
export const PASSWORD_MAX_LENGTH = 128;

/** The cookie in which a browser tells the zone of its clock, so that the server can write days as they are there. */
export const ZONE_COOKIE = "zone";

export type Role = "user" | "admin";

/** The person a request comes from. */
export type Viewer = { id: string; email: string; name: string | null; role: Role; emailVerified: boolean };

export type SocialProvider = "google" | "github";

/** What a key may be used for; each is one part of the public API. */
export const KEY_SCOPES = ["models", "chat", "embeddings"] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

export function isKeyScope(text: string): text is KeyScope {
  return (KEY_SCOPES as readonly string[]).includes(text);
}

/** What the settings page shows about how a person gets in. */
export type SignInMethods = { hasPassword: boolean; providers: string[]; sessionCount: number };

const Email = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email({ error: "Enter an email address, like ada@example.com." }).max(254, "That address is too long."));
const NewPassword = z
  .string()
  .min(PASSWORD_MIN_LENGTH, `Use at least ${PASSWORD_MIN_LENGTH} characters.`)
  .max(PASSWORD_MAX_LENGTH, `Use at most ${PASSWORD_MAX_LENGTH} characters.`);
const GivenPassword = z.string().min(1, "Enter your password.").max(PASSWORD_MAX_LENGTH, "That is not your password.");
/** One line of text. PostgreSQL can not store a NUL, and no other control character is part of a name. */
const Name = z
  .string("Enter a name.")
  .trim()
  .max(80, "Use at most 80 characters.")
  .regex(/^\P{Cc}*$/u, "Use letters, spaces and signs only.")
  .transform((name) => name || null);
/** 256 bits in base64url. Anything else was cut or mangled on its way. */
const Token = z.string().regex(/^[\w-]{43}$/, "This link is incomplete. Copy all of it from the mail.");
/** Where to go afterwards; made safe where it is used. */
const Next = z.string().max(2_000).optional();

export const SignUp = z.object({
  email: Email,
  password: NewPassword,
  name: Name.nullish().transform((name) => name ?? null),
  next: Next,
});
export type SignUp = z.infer<typeof SignUp>;

export const SignIn = z.object({ email: Email, password: GivenPassword, next: Next });
export type SignIn = z.infer<typeof SignIn>;

/** For every form that only asks for an address: a forgotten password, a link to sign in with. */
export const AskForMail = z.object({ email: Email, next: Next });
export type AskForMail = z.infer<typeof AskForMail>;

/** What a button behind a mailed link sends. */
export const UseLink = z.object({ token: Token, next: Next });
export type UseLink = z.infer<typeof UseLink>;

export const ResetPassword = z.object({ token: Token, password: NewPassword, next: Next });
export type ResetPassword = z.infer<typeof ResetPassword>;

export const ChangePassword = z.object({ password: GivenPassword, newPassword: NewPassword });
export type ChangePassword = z.infer<typeof ChangePassword>;

/** Empty takes the name away; a form without the field is not one of ours. */
export const ChangeName = z.object({ name: Name });
export type ChangeName = z.infer<typeof ChangeName>;

export const SignInWith = z.object({ provider: z.enum(["google", "github"]), next: Next });
export type SignInWith = z.infer<typeof SignInWith>;
