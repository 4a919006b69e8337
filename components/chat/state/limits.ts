/**
 * What the server takes, known here without the library that the wire shapes are written in: that would be an eighth
 * of the page's script. A test holds these and lib/chat/schema together.
 */
export const FILES_LIMIT = 10;
export const HISTORY_LIMIT = 200;
export const INSTRUCTIONS_LIMIT = 4_000;
