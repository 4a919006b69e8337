import { draftOf } from "@/lib/chat/drafts";
import { type Admission, admitSend } from "@/lib/chat/queries/send";
import { obstacle } from "@/lib/chat/refusals";
import type { ChatRequest } from "@/lib/chat/schema";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { now } from "@/lib/platform/clock";
import type { AppError } from "@/lib/platform/errors";
import { modelById } from "@/lib/usage/catalogue";
import type { Model } from "@/lib/usage/models-file";

/** The admitting statement alone, with the standard model changed as a test wants it. No answer is written. */
export async function admit(
  viewer: Viewer,
  request: ChatRequest,
  change: Partial<Model> = {},
): Promise<{ found: Admission; refusal: AppError | undefined }> {
  const { draft } = await draftOf(viewer.id, request, now);
  const asked = { ...draft, model: { ...modelById(undefined), ...change } };
  const found = await admitSend(asked);
  return { found, refusal: obstacle(asked, found) };
}

export async function heldTokens({ generationId }: { generationId: string | null }): Promise<number> {
  const { promptTokens } = await db.reservation.findUniqueOrThrow({ where: { sourceId: generationId ?? "" } });
  return promptTokens;
}
