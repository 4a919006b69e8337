/** What every answer carries, page or API; nothing in it depends on the request or the environment. */
export const PLAIN_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ["x-content-type-options", "nosniff"],
  ["referrer-policy", "strict-origin-when-cross-origin"],
  ["permissions-policy", "camera=(), geolocation=(), microphone=(self), payment=(), usb=(), browsing-topics=()"],
  ["cross-origin-opener-policy", "same-origin"],
  ["cross-origin-resource-policy", "same-origin"],
];

/** Two years, as browsers' preload lists ask for. */
export const STRICT_TRANSPORT = ["strict-transport-security", "max-age=63072000; includeSubDomains"] as const;

type PolicyOptions = {
  /** Whether browsers reach us by https; only then may they be told to use nothing else. */
  isHttps: boolean;
  /** Development only: React rebuilds server stack traces with `eval` there. */
  allowsEval: boolean;
  /** Where a form may end up after our redirect: the payment pages and the sign-in providers. */
  formTargets: readonly string[];
};

/**
 * The page's Content-Security-Policy. Scripts run by nonce alone; inline styles stay allowed because React's `style`
 * attributes and the toasts need them, and a style can not act.
 */
export function contentSecurityPolicy(nonce: string, { isHttps, allowsEval, formTargets }: PolicyOptions): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${allowsEval ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    ["form-action 'self'", ...formTargets].join(" "),
    "frame-ancestors 'none'",
    ...(isHttps ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
}

type Destinations = {
  stripe: { isReal: boolean; apiBase: string };
  google: { base: string | undefined } | undefined;
  github: { base: string | undefined } | undefined;
};

/** The origins of {@link PolicyOptions.formTargets}, from the configuration. */
export function formTargetsOf({ stripe, google, github }: Destinations): string[] {
  return [
    ...(stripe.isReal ? ["https://checkout.stripe.com", "https://billing.stripe.com"] : loopback(stripe.apiBase)),
    ...(google ? [new URL(google.base ?? "https://accounts.google.com").origin] : []),
    ...(github ? [new URL(github.base ?? "https://github.com").origin] : []),
  ];
}

/** A stand-in is called by its number and shown to browsers by its name. */
function loopback(base: string): string[] {
  const { origin, port } = new URL(base);
  return [...new Set([origin, `http://localhost:${port}`])];
}
