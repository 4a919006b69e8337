const PROBLEMS: Record<string, string> = {
  OAuthAccountNotLinked:
    "There is an account with this address already. Sign in the way you did before, then it is the same account.",
  AddressNotChecked:
    "They have not checked that your address is yours, so we can not rely on it. Confirm it there, or use another way.",
  Verification: "This link was used already or is too old. Ask for a new one.",
  AccessDenied: "You did not allow it, so nothing has changed. You can try again or use another way.",
};
const OTHER = "That sign-in did not work, and nothing has changed. Try again, or use another way.";

/** What the code in `?error=` means to a person; none without one. The code itself is never shown. */
export function signInProblem(code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  return Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code] : OTHER;
}
