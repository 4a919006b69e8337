import { type NextRequest, NextResponse } from "next/server";
import { isDecodable } from "@/lib/http/decodable";
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
  const response = (await answerBefore(request)) ?? onward(request, headers);
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of PLAIN_HEADERS) response.headers.set(name, value);
  if (env.isProduction && isHttps) response.headers.set(...STRICT_TRANSPORT);
  return response;
}

/** Next breaks down over a path that can not be decoded, where a page or a route would read a part of it. */
function onward(request: NextRequest, headers: Headers): NextResponse {
  const { pathname } = request.nextUrl;
  if (isDecodable(pathname)) return NextResponse.next({ request: { headers } });
  const nowhere = pathname.startsWith("/api/") ? "/api/no-such-path" : "/no-such-page";
  return NextResponse.rewrite(new URL(nowhere, request.nextUrl), { request: { headers } });
}

/** Pages; and of the API only paths with something encoded in them. */
export const config = {
  matcher: ["/((?!api/|_next/static|_next/image|screenshots/|icon.svg|favicon.ico).*)", "/(api/.*%.*)"],
};
