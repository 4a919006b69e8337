import { type ChatEvent, parseChatEvent, type SendMessage } from "@/lib/chat/schema";
import { type Sent, sendMessage } from "@/lib/chat/send";
import { db } from "@/lib/db/client";
import { eventStream, type FrameSource } from "@/lib/platform/event-stream";
import type { Viewer } from "@/lib/identity/schema";
import { newId } from "@/lib/platform/ids";
import { recordPrices } from "@/lib/usage/catalogue";

/** A signed-up person with a confirmed address; prices are in the book. */
export async function aPerson(change: Partial<Viewer> = {}): Promise<Viewer> {
  await recordPrices();
  const id = newId();
  const viewer: Viewer = { id, email: `${id}@parley.test`, name: null, role: "user", emailVerified: true, ...change };
  await db.user.create({ data: { id, email: viewer.email } });
  return viewer;
}

export function aMessage(change: Partial<SendMessage> = {}): SendMessage {
  return { message: "Say hello", clientRequestId: newId(), ...change };
}

export type Heard = {
  events: ChatEvent[];
  /** The frames' ids, in order. */
  offsets: number[];
  text: string;
  start: Extract<ChatEvent, { type: "start" }>;
  last: ChatEvent | undefined;
};

/** Reads a stream to its end, as a browser would. */
export async function hear(frames: FrameSource | Response): Promise<Heard> {
  const response = frames instanceof Response ? frames : eventStream(frames);
  const events: ChatEvent[] = [];
  const offsets: number[] = [];
  for (const block of (await response.text()).split("\n\n").filter((part) => part !== "")) {
    const { event = "", id = "", data = "" } = Object.fromEntries(block.split("\n").filter(isField).map(fieldOf));
    const parsed = parseChatEvent(event, data);
    if (!parsed) throw new Error(`Not a frame: ${block}`);
    events.push(parsed);
    offsets.push(Number(id));
  }
  const [start] = events;
  if (start?.type !== "start") throw new Error("A stream begins with start");
  const text = events.map((event) => (event.type === "delta" ? event.text : "")).join("");
  return { events, offsets, text, start, last: events.at(-1) };
}

/** Comments pad a frame. */
function isField(line: string): boolean {
  return !line.startsWith(":");
}

function fieldOf(line: string): [string, string] {
  const colon = line.indexOf(": ");
  return [line.slice(0, colon), line.slice(colon + 2)];
}

/** Sends and hears the whole answer. */
export async function converse(viewer: Viewer, change: Partial<SendMessage> = {}): Promise<Heard> {
  const sent: Sent = await sendMessage(viewer, aMessage(change));
  return hear(sent.frames);
}
