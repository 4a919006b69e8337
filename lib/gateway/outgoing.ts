import type { FrameSource } from "@/lib/platform/event-stream";

/** An answer as it goes out: the provider's own bytes, and our headers. */
export type Outgoing<Body = string | FrameSource> = { headers: Record<string, string>; body: Body };

export const JSON_TYPE = "application/json";
