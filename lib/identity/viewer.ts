import "server-only";
import { cookies } from "next/headers";
import { cache } from "react";
import { viewerOf } from "@/lib/identity/people";
import type { Viewer } from "@/lib/identity/schema";
import { sessionCookie } from "@/lib/identity/session-cookie";
import { resumeSession } from "@/lib/identity/sessions";

/** Who is asking, from the session cookie: one query, and one only, however many parts of a page ask. */
export const currentViewer = cache(async (): Promise<Viewer | undefined> => {
  const token = (await cookies()).get(sessionCookie.name)?.value;
  if (!token) return undefined;
  const session = await resumeSession(token);
  return session && viewerOf({ ...session, id: session.userId });
});
