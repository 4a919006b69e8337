/** Keys whose values never reach a log line, whatever they hold. */
const SECRET_KEYS =
  /^(email|e-?mail|to|recipient|name|address|ip|password|passwordhash|newpassword|cookie|set-cookie|authorization|token|secret|apikey|api_key|key|prompt|content|message|messages|text|response|body|payload|signature)$/i;
const MAIL_ADDRESS = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
/** Our own keys, Stripe's, OpenAI's and SendGrid's, webhook secrets, bearer tokens, session cookies, links with tokens. */
const CREDENTIAL =
  /\bparley_[0-9A-Za-z]{20,}|\b(?:sk|rk|pk)[-_][\w-]{8,}|\bwhsec_\w+|\bSG\.[\w.-]{8,}|\bBearer\s+[\w.~+/-]+=*|(?:token|session|secret)=[^\s&;"']+|:\/\/[^\s/:@]+:[^\s/@]+@/gi;
/** V8 quotes what it could not parse, which is somebody's words. */
const JSON_EXCERPT = /(?:\.{3})?"[\s\S]*"(?:\.{3})?(?= is not valid JSON)/g;
const REDACTED = "[redacted]";
const DEEPEST = 6;

/** A copy that is safe to write to a log: secret keys emptied, addresses and credentials cut out of every string. */
export function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return scrubText(value);
  if (typeof value === "bigint") return value.toString();
  if (value === null || typeof value !== "object") return value;
  if (depth >= DEEPEST) return "[deep]";
  if (value instanceof Error) return scrubError(value, depth);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => scrub(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, SECRET_KEYS.test(key) ? REDACTED : scrub(inner, depth + 1)]),
  );
}

export function scrubText(text: string): string {
  return text.replace(JSON_EXCERPT, REDACTED).replace(CREDENTIAL, REDACTED).replace(MAIL_ADDRESS, REDACTED);
}

function scrubError(error: Error, depth: number): unknown {
  return {
    type: error.name,
    summary: scrubText(error.message),
    ...("code" in error && typeof error.code === "string" ? { code: error.code } : {}),
    ...(error.stack ? { stack: scrubText(error.stack) } : {}),
    ...(error.cause === undefined ? {} : { cause: scrub(error.cause, depth + 1) }),
  };
}
