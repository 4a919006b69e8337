import { z } from "zod";
import { type ChatRequest as Request, Continue, Regenerate, SendMessage } from "@/lib/chat/schema";

/** The body of `POST /api/openai/chat`. Its shape is told by a key, so that each field keeps an error of its own. */
export const ChatRequest = z.unknown().transform((body, context): Request => {
  const parsed = shapeOf(body).safeParse(body);
  if (parsed.success) return parsed.data;
  for (const { path, ...issue } of parsed.error.issues) context.addIssue({ ...issue, path: [...path] });
  return z.NEVER;
});

function shapeOf(body: unknown) {
  if (typeof body !== "object" || body === null) return SendMessage;
  if ("regenerate" in body) return Regenerate;
  return "continue" in body ? Continue : SendMessage;
}
