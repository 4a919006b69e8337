import { parseChatEvent } from "@/lib/chat/schema";
import { resumeAnswer } from "@/lib/chat/resume";
import type { aProcess } from "@/lib/chat/testing/processes";
import type { Viewer } from "@/lib/identity/schema";
import type { FrameSink, Subscription } from "@/lib/platform/event-stream";

/**
 * A browser that reads one answer: it comes back with what it has, wherever, and drops at the end what is not kept.
 * A slow one takes one frame and then has to be given room.
 */
export function aClient(viewer: Viewer, generationId: string, { isSlow = false } = {}) {
  const state = { text: "", isDone: false, gaps: [] as string[] };
  let connection = 0;
  let subscription: Subscription | undefined;

  function read(frame: Uint8Array): void {
    const lines = Buffer.from(frame).toString().split("\n");
    const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? "";
    const event = parseChatEvent(field("event"), field("data"));
    const id = Number(field("id"));
    if (event?.type === "delta") state.text += event.text;
    if (event?.type === "done" || event?.type === "error") {
      state.text = state.text.slice(0, event.keptLength);
      state.isDone = true;
    }
    // A frame's id is what its reader has after it: more or less would be an overlap, or a gap.
    if (event?.type !== "usage" && id !== state.text.length)
      state.gaps.push(`${field("event")} ${id} at ${state.text.length}`);
  }

  function sinkOf(own: number): FrameSink {
    return {
      send(frame) {
        if (own === connection) read(frame);
        return !isSlow;
      },
      end: () => {},
    };
  }

  return {
    state,
    async connect({ desk }: ReturnType<typeof aProcess>): Promise<void> {
      const own = (connection += 1);
      subscription?.leave();
      const source = await resumeAnswer(viewer, generationId, String(state.text.length), desk);
      if (own === connection) subscription = source(sinkOf(own));
    },
    giveRoom: () => subscription?.resume(),
  };
}
