/** `pattern` says which prompts want it; the last of a language has none and takes the rest. */
export type Task = { pattern?: RegExp; intro: string; code: string; notes: readonly string[] };
