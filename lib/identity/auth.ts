import "server-only";
import { NextRequest } from "next/server";
import NextAuth, { AuthError } from "next-auth";
import { authConfig, ENTRY_PROVIDER } from "@/lib/identity/auth-config";
import { sessionCookie } from "@/lib/identity/session-cookie";
import type { SocialApps } from "@/lib/identity/social";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

type RouteHandler = (request: NextRequest) => Promise<Response>;

/** Auth.js with these providers; apart from the product's own there are only those of tests. */
export function createAuth(apps: SocialApps) {
  const { handlers, auth, signIn, signOut } = NextAuth(authConfig(apps));
  return { auth, signIn, signOut, handlers: { GET: freshCallback(handlers.GET), POST: freshCallback(handlers.POST) } };
}

export const { handlers, auth, signIn, signOut } = createAuth(env);

type Authenticate = (provider: string, options: { token: string; redirect: false }) => Promise<unknown>;

/**
 * Opens the session of somebody who holds a sign-in link or an entry, in this browser.
 * @throws AppError `invalid_input` when the token is not good (any more).
 */
export async function startSession(token: string, authenticate: Authenticate = signIn): Promise<void> {
  try {
    await authenticate(ENTRY_PROVIDER, { token, redirect: false });
  } catch (error) {
    throw (error instanceof AuthError && refusalWithin(error)) || error;
  }
}

/** Auth.js wraps what `authorize` throws. */
function refusalWithin({ cause }: AuthError): AppError | undefined {
  return cause?.err instanceof AppError ? cause.err : undefined;
}

/**
 * Whoever returns from a provider signs in as who they are there. Auth.js would add the provider's account to the
 * person this browser happens to be signed in as, which on a shared machine is somebody else.
 */
function freshCallback(handle: RouteHandler): RouteHandler {
  return (request) => handle(isCallback(request) ? withoutSession(request) : request);
}

function isCallback({ nextUrl }: NextRequest): boolean {
  return nextUrl.pathname.startsWith("/api/auth/callback/");
}

function withoutSession(request: NextRequest): NextRequest {
  const fresh = new NextRequest(request);
  fresh.cookies.delete(sessionCookie.name);
  return fresh;
}
