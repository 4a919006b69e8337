export type ToolCall = { id: string; name: string; arguments: string };

/** What is to be said: words, or a call of a tool whose arguments are streamed like words. */
export type Reply = { text: string } | { call: ToolCall };
