import { type NextRequest, NextResponse } from "next/server";
import { answerBefore } from "@/lib/http/page-gate";
import { contentSecurityPolicy, formTargetsOf, PLAIN_HEADERS, STRICT_TRANSPORT } from "@/lib/http/security-headers";
import { env } from "@/lib/platform/env";

const isHttps = env.appUrl.startsWith("https://");
const formTargets = formTargetsOf(env);

/** Gives every page its own nonce: Next reads it from the request's policy and puts it on each script it writes. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, { isHttps, allowsEval: !env.isProduction, formTargets });

  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  const response = (await answerBefore(request)) ?? NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of PLAIN_HEADERS) response.headers.set(name, value);
  if (env.isProduction && isHttps) response.headers.set(...STRICT_TRANSPORT);
  return response;
}

export const config = { matcher: ["/((?!api/|_next/static|_next/image|screenshots/|icon.svg|favicon.ico).*)"] };
