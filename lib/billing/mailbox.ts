import "server-only";

/** Providers whose mailboxes have several names. */
const SAME_DOMAIN: Readonly<Record<string, string>> = { "googlemail.com": "gmail.com" };
const DOTS_MEAN_NOTHING = new Set(["gmail.com"]);

/**
 * The mailbox behind an address: `Ann.Lee+parley@googlemail.com` is `annlee@gmail.com`. Only for telling whether two
 * addresses are one mailbox, never for writing to it: some servers do tell `ann+a` from `ann+b`.
 */
export function mailboxOf(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1).toLowerCase();
  const provider = SAME_DOMAIN[domain] ?? domain;
  const name = address.slice(0, Math.max(at, 0)).toLowerCase();
  const [box = ""] = name.split("+");
  const bare = DOTS_MEAN_NOTHING.has(provider) ? box.replaceAll(".", "") : box;
  return `${bare === "" ? name : bare}@${provider}`;
}
