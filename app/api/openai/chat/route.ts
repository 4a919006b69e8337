import { SendMessage } from "@/lib/chat/schema";
import { sendMessage } from "@/lib/chat/send";
import { parseBody } from "@/lib/http/body";
import { endpoint } from "@/lib/http/endpoint";
import { eventStream } from "@/lib/platform/event-stream";
import { requireUser } from "@/lib/http/visitor";

export const POST = endpoint(async (request) => {
  const viewer = await requireUser();
  const message = await parseBody(request, SendMessage);
  const { frames } = await sendMessage(viewer, message);
  return eventStream(frames);
});
