import "server-only";

/** The largest page Stripe gives. */
export const PAGE = 100;
/** Lists are read whole; one this long is a fault, and reading on would not help. */
export const PAGED_MOST = 10_000;
