import { unauthenticated } from "./failures";

/** Any test key will do; a live one is refused, because it has no business here. */
export function authenticate(header: string | undefined): void {
  const key = keyIn(header);
  if (key === undefined || key === "") {
    throw unauthenticated(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.",
    );
  }
  if (/^(sk|rk)_live_/.test(key)) {
    throw unauthenticated(
      "This is a sandbox on your own machine: it refuses live keys. Use one that begins with sk_test_.",
    );
  }
  if (!/^(sk|rk)_test_\w+$/.test(key)) throw unauthenticated(`Invalid API Key provided: ${masked(key)}`);
}

function keyIn(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const [scheme, value = ""] = header.split(" ");
  if (/^bearer$/i.test(scheme ?? "")) return value.trim();
  if (!/^basic$/i.test(scheme ?? "")) return undefined;
  return Buffer.from(value, "base64").toString("utf8").split(":")[0];
}

function masked(key: string): string {
  return key.length <= 12 ? "*".repeat(key.length) : `${key.slice(0, 8)}${"*".repeat(key.length - 12)}${key.slice(-4)}`;
}
