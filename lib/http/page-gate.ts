import "server-only";
import { type NextRequest, NextResponse } from "next/server";
import { isDatabaseThere } from "@/lib/db/reachable";
import { awayPage } from "@/lib/http/away-page";
import { sessionCookie } from "@/lib/identity/session-cookie";

/** Pages for those who are signed in; a test compares them with the folders of `app/(app)`. */
export const SIGNED_IN_PAGES = ["/archived", "/billing", "/chat", "/settings", "/usage"];
/** Public pages, which do without the database even for those who are signed in. */
const PUBLIC = new Set(["/", "/pricing"]);

/**
 * What a page's visitor is answered before it is rendered, if anything. A rendered page can no longer choose its
 * status, so two things are settled here: who brings no session at all goes to sign in and comes back, and while the
 * database is away the answer is 503. Whether a session is a good one, the page decides.
 */
export async function answerBefore(
  request: NextRequest,
  isThere: () => Promise<boolean> = isDatabaseThere,
): Promise<NextResponse | undefined> {
  // A form's action answers beside its form.
  if (request.method !== "GET" && request.method !== "HEAD") return undefined;
  const { pathname } = request.nextUrl;
  if (!request.cookies.get(sessionCookie.name)?.value) {
    return SIGNED_IN_PAGES.some((page) => isWithin(pathname, page)) ? toSignIn(request) : undefined;
  }
  return PUBLIC.has(pathname) || (await isThere()) ? undefined : awayPage();
}

function isWithin(pathname: string, page: string): boolean {
  return pathname === page || pathname.startsWith(`${page}/`);
}

/** The counterpart of `signedInVisitor`. */
function toSignIn({ nextUrl }: NextRequest): NextResponse {
  const target = nextUrl.clone();
  target.pathname = "/sign-in";
  target.search = new URLSearchParams({ next: `${nextUrl.pathname}${nextUrl.search}` }).toString();
  return NextResponse.redirect(target, 307);
}
