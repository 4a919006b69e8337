import "server-only";
import type { NextAuthConfig } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { recordAudit } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { authAdapter } from "@/lib/identity/auth-adapter";
import { reportFailure } from "@/lib/identity/auth-failures";
import { SESSION_MS, SESSION_RENEWAL_MS, sessionCookie } from "@/lib/identity/session-cookie";
import { openSession } from "@/lib/identity/sessions";
import { enter } from "@/lib/identity/sign-in";
import { isAddressChecked, type SocialApps, socialProviders } from "@/lib/identity/social";
import { SECOND_MS } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { newSecret } from "@/lib/platform/ids";
import { log } from "@/lib/platform/log";

const Entry = z.object({ token: z.string() });
/** The name of the one door for whoever has shown who they are without a provider. */
export const ENTRY_PROVIDER = "entry";

/** Auth.js, told how we keep sessions. Passwords, links and letters are ours; it knows the providers and the cookie. */
export function authConfig(apps: SocialApps): NextAuthConfig {
  return {
    adapter: authAdapter,
    secret: env.authSecret,
    basePath: "/api/auth",
    trustHost: true,
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    cookies: { sessionToken: sessionCookie },
    // Database rows, because there is an adapter. Saying so would be refused where no provider is configured.
    session: {
      maxAge: SESSION_MS / SECOND_MS,
      updateAge: SESSION_RENEWAL_MS / SECOND_MS,
      generateSessionToken: newSecret,
    },
    // After `authorize` Auth.js puts what `encode` returns into the session cookie, whatever the strategy; so an
    // entry gets a session row like everybody else.
    jwt: { encode: ({ token }) => rowFor(token?.sub), decode: async () => null },
    providers: [
      Credentials({
        id: ENTRY_PROVIDER,
        credentials: { token: {} },
        authorize: (credentials) => enter(Entry.parse(credentials).token),
      }),
      ...socialProviders(apps),
    ],
    callbacks: {
      signIn: ({ account, profile }) => account?.type === "credentials" || admitProfile(profile),
      // This gets raw rows: only what is named here leaves.
      session: ({ session, user: { id, name, email } }) => ({
        expires: session.expires,
        user: { id, name: name ?? null, email },
      }),
    },
    events: {
      async signIn({ user, account }) {
        if (account === undefined || account === null || account.type === "credentials") return;
        const detail = { method: account.provider };
        await recordAudit(db, { actorId: user.id ?? null, action: "session.started", detail });
      },
    },
    logger: {
      error: (error) => reportFailure(error),
      warn: (code) => log.debug("auth.warned", { code }),
      debug: () => undefined,
    },
  };
}

async function rowFor(userId: string | undefined): Promise<string> {
  if (userId === undefined) throw new Error("an entry without a person");
  const { token } = await openSession(userId);
  return token;
}

function admitProfile(profile: unknown): true | string {
  return isAddressChecked(profile) || "/sign-in?error=AddressNotChecked";
}
