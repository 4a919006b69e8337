/**
 * What the server takes, known here without the library that the wire shapes are written in: that would be an eighth
 * of the page's script. A test holds these and lib/chat/schema together.
 */
/** Characters (UTF-16 units) of one message. */
export const MESSAGE_LIMIT = 32_000;
export const FILES_LIMIT = 10;
export const HISTORY_LIMIT = 200;
export const INSTRUCTIONS_LIMIT = 4_000;
export const REASON_LIMIT = 500;
