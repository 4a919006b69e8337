const SAFE_PROTOCOLS = new Set(["http:", "https:", "mailto:"]);

/** An address that may be a link: of a web page or for mail, and whole. Anything else is none. */
export function safeUrl(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return SAFE_PROTOCOLS.has(new URL(url).protocol) ? url : undefined;
}
