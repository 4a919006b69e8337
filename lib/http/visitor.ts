import "server-only";
import { notFound, redirect } from "next/navigation";
import { isDatabaseThere } from "@/lib/db/reachable";
import { requireDatabase } from "@/lib/http/require-database";
import type { Viewer } from "@/lib/identity/schema";
import { currentViewer } from "@/lib/identity/viewer";
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
