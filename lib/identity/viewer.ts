import "server-only";
import { cookies } from "next/headers";
import { cache } from "react";
import { rememberSession } from "@/lib/identity/likely-viewer";
import { viewerOf } from "@/lib/identity/people";
import type { Viewer } from "@/lib/identity/schema";
import { sessionCookie, sessionTokenIn } from "@/lib/identity/session-cookie";
import { resumeSession } from "@/lib/identity/sessions";

/** Who is asking, from the session cookie: one query, and one only, however many parts of a page ask. */
export const currentViewer = cache(async (): Promise<Viewer | undefined> => {
  return viewerWith((await cookies()).get(sessionCookie.name)?.value);
});

/** Who brought this `cookie` header, for routes that have nothing but it. */
export function viewerIn(header: string | null): Promise<Viewer | undefined> {
  return viewerWith(sessionTokenIn(header ?? ""));
}

async function viewerWith(token: string | undefined): Promise<Viewer | undefined> {
  if (!token) return undefined;
  const session = await resumeSession(token);
  if (session === undefined) return undefined;
  const viewer = viewerOf({ ...session, id: session.userId });
  rememberSession(token, { viewer, expires: session.expires });
  return viewer;
}
