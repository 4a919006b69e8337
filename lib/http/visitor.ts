import "server-only";
import { notFound, redirect } from "next/navigation";
import { type Guess, withGuess } from "@/lib/db/guess";
import { isDatabaseThere } from "@/lib/db/reachable";
import { requireDatabase } from "@/lib/http/require-database";
import { likelyViewerIn } from "@/lib/identity/likely-viewer";
import type { Viewer } from "@/lib/identity/schema";
import { currentViewer, viewerIn } from "@/lib/identity/viewer";
import { AppError } from "@/lib/platform/errors";

type FindViewer = () => Promise<Viewer | undefined>;

/**
 * For APIs and actions.
 * @throws AppError `unauthenticated` without a session; `database_down` at once where asking for it would take as long
 *   as a silent database is waited for.
 */
export async function requireUser(find: FindViewer = currentViewer, isThere = isDatabaseThere): Promise<Viewer> {
  // Together: between a question and its first word each trip to the database counts.
  const [viewer] = await Promise.all([find(), requireDatabase(isThere)]);
  if (viewer === undefined) throw new AppError("unauthenticated");
  return viewer;
}

/** Of a request that brings nothing but its `cookie` header. */
type Visitor = { header: string | null; find?: (header: string | null) => Promise<Viewer | undefined> };

/**
 * For the route whose every trip to the database somebody waits for: works for who is likely the visitor, without
 * looking them up first. Whoever is not signed in is told that, whatever else is the matter.
 * @throws AppError as {@link requireUser}, and whatever `work` throws.
 */
export async function withLikelyUser<Answer>(
  { header, find = viewerIn }: Visitor,
  work: (visitor: Viewer | Guess<Viewer>) => Promise<Answer>,
  isThere = isDatabaseThere,
): Promise<Answer> {
  const lookUp = () => requireUser(() => find(header), isThere);
  return withGuess({ guess: likelyViewerIn(header), lookUp }, async (visitor) => {
    const answer = work(visitor);
    // A database that is away is told of at once; one that is there need not say so first.
    await Promise.race([answer, requireDatabase(isThere)]);
    return answer;
  });
}

/**
 * For APIs and actions of admins.
 * @throws AppError `not_found` for everybody else, signed in or not: what they may not see does not exist.
 */
export async function requireAdmin(find: FindViewer = currentViewer): Promise<Viewer> {
  const viewer = await find();
  if (viewer?.role !== "admin") throw new AppError("not_found");
  return viewer;
}

/** For pages: without a session the visitor goes to sign in and comes back to `returnTo`. */
export async function signedInVisitor(returnTo: string, find: FindViewer = currentViewer): Promise<Viewer> {
  const viewer = await find();
  if (viewer === undefined) redirect(`/sign-in?${new URLSearchParams({ next: returnTo })}`);
  return viewer;
}

/** For admin pages: a 404 for everybody else. */
export async function adminVisitor(find: FindViewer = currentViewer): Promise<Viewer> {
  const viewer = await find();
  if (viewer?.role !== "admin") notFound();
  return viewer;
}
