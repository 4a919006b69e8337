import "server-only";
import type { Provider } from "next-auth/providers";
import GitHub, { type GitHubEmail, type GitHubProfile } from "next-auth/providers/github";
import Google from "next-auth/providers/google";
import { z } from "zod";
import { SECOND_MS } from "@/lib/platform/clock";
import type { Env } from "@/lib/platform/env";

export type SocialApps = Pick<Env, "google" | "github">;

const TIMEOUT_MS = 10 * SECOND_MS;
/** Both document their secret as a field of the form; Auth.js would send it as a header. */
const CLIENT = { token_endpoint_auth_method: "client_secret_post" };

/**
 * The configured ones of Google and GitHub. Accounts with the same address are linked: {@link isAddressChecked} has
 * seen that the provider checked the address, and the first proof of an address clears whatever a stranger set.
 */
export function socialProviders({ google, github }: SocialApps): Provider[] {
  return [...(google ? [googleProvider(google)] : []), ...(github ? [githubProvider(github)] : [])];
}

function googleProvider({ clientId, clientSecret, base }: NonNullable<SocialApps["google"]>): Provider {
  return Google({
    clientId,
    clientSecret,
    ...(base === undefined ? {} : { issuer: base }),
    client: CLIENT,
    allowDangerousEmailAccountLinking: true,
  });
}

function githubProvider({ clientId, clientSecret, base, apiBase }: NonNullable<SocialApps["github"]>): Provider {
  return GitHub({
    clientId,
    clientSecret,
    issuer: `${base}/login/oauth`,
    authorization: { url: `${base}/login/oauth/authorize`, params: { scope: "read:user user:email" } },
    token: `${base}/login/oauth/access_token`,
    userinfo: {
      url: `${apiBase}/user`,
      // The profile shows any address its owner likes. Which one is checked, only the list of addresses says.
      async request({ tokens }: { tokens: { access_token?: string } }) {
        const [profile, emails] = await Promise.all([
          ask<GitHubProfile>(`${apiBase}/user`, tokens.access_token),
          ask<GitHubEmail[]>(`${apiBase}/user/emails`, tokens.access_token),
        ]);
        const checked = emails.find(({ primary, verified }) => primary && verified);
        return { ...profile, email: checked?.email ?? null, email_verified: checked !== undefined };
      },
    },
    client: CLIENT,
    allowDangerousEmailAccountLinking: true,
  });
}

async function ask<Reply>(url: string, accessToken = ""): Promise<Reply> {
  const headers = { authorization: `Bearer ${accessToken}`, "user-agent": "parley" };
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw new Error(`GitHub answered ${response.status}`);
  return (await response.json()) as Reply;
}

const CheckedProfile = z.looseObject({ email: z.email(), email_verified: z.literal(true) });

/** Whether the provider says that it checked the address, and not merely that somebody entered it. */
export function isAddressChecked(profile: unknown): boolean {
  return CheckedProfile.safeParse(profile).success;
}
