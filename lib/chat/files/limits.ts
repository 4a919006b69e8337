const MB = 1024 * 1024;

export const IMAGE_LIMIT_BYTES = 10 * MB;
export const DOCUMENT_LIMIT_BYTES = 20 * MB;
/** Neither providers nor browsers gain anything from larger pictures. */
export const IMAGE_SIDE_LIMIT = 8_000;
export const PDF_PAGE_LIMIT = 300;
/** UTF-16 units of what a document says: about as much as the largest models can read. */
export const DOCUMENT_TEXT_LIMIT = 1_000_000;
/** Uploads of one person a day. */
export const UPLOADS = { capacity: 200, refillPerMinute: 200 / (24 * 60) };
