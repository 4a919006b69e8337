/** An answer as it goes out: the provider's own bytes, and our headers. */
export type Outgoing = { headers: Record<string, string>; body: string | ReadableStream<Uint8Array> };

export const EVENTS = "text/event-stream; charset=utf-8";
export const JSON_TYPE = "application/json";
