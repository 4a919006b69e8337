import { listed } from "@/components/shell/listed";

const PROVIDERS: Record<string, string> = { google: "Google", github: "GitHub" };

/** "with Google, GitHub or a link by mail": how somebody without a password gets in. */
export function waysIn(providers: readonly string[]): string {
  const names = providers.map((provider) => PROVIDERS[provider] ?? provider);
  return `with ${listed([...names, "a link by mail"], "disjunction")}`;
}

/** How many sessions there are, this one included. */
export function signedIn(sessionCount: number): string {
  if (sessionCount <= 1) return "You are signed in here only.";
  const others = sessionCount - 1;
  return `You are signed in here and in ${others === 1 ? "one other place" : `${others} other places`}.`;
}
