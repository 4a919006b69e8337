/**
 * Who may import whom: the architecture as code. docs/ARCHITECTURE.md draws what this measures.
 *
 * `ORDER` is the one thing to know: a domain may use any domain to its left here, none to its right.
 */
const ORDER = [
  "jobs",
  "limits",
  "audit",
  "notifications",
  "identity",
  "billing",
  "usage",
  "inference",
  "chat",
  "gateway",
  "privacy",
  "insights",
];

/** The domain, and nobody else, that talks to an outside service through its adapter. */
const OWNERS = {
  llm: "inference",
  payments: "billing",
  mail: "notifications",
  sms: "notifications",
  announcements: "notifications",
  cache: "limits",
  storage: "chat",
  broadcast: "chat",
};

/** An SDK of a vendor, and the adapter that alone knows it. */
const VENDORS = {
  openai: "llm",
  stripe: "payments",
  "@sendgrid/mail": "mail",
  pg: "broadcast",
  "@redis/client": "cache",
};

/** What tests touch is their own affair. */
const TESTS = "(\\.test\\.tsx?$|/testing/)";
/** What may be sent to the browser. */
const SHAPES = [
  "^lib/[^/]+/schema\\.ts$",
  "^lib/[^/]+/[^/]+/schema\\.ts$",
  "^lib/platform/money\\.ts$",
  "^lib/billing/plans\\.ts$",
  "^lib/billing/plans-packs\\.ts$",
];
/** Makes in the Stripe sandbox what a customer would make there by clicking. */
const SEED = "^prisma/seed-subscription\\.ts$";
const FLOOR = "^lib/(platform|db)/";

const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });
const anyOf = (names) => `(${names.join("|")})`;
const escaped = (text) => text.replaceAll("/", "\\/").replaceAll(".", "\\.");

const looksLeft = ORDER.slice(0, -1).map((domain, index) =>
  forbid(
    `${domain}-looks-left`,
    `${domain} is used by ${ORDER.slice(index + 1).join(", ")}, and so may use none of them.`,
    { path: `^lib/${domain}/`, pathNot: TESTS },
    { path: `^lib/${anyOf(ORDER.slice(index + 1))}/` },
  ),
);

const queriesArePrivate = ORDER.map((domain) =>
  forbid(
    `${domain}-queries-are-private`,
    "SQL is a domain's own affair: ask one of its functions.",
    { pathNot: [`^lib/${domain}/`, TESTS] },
    { path: `^lib/${domain}/queries(\\.ts$|/)` },
  ),
);

const hasAnOwner = Object.entries(OWNERS).map(([adapter, owner]) =>
  forbid(
    `${adapter}-has-an-owner`,
    `Only ${owner} uses the ${adapter} adapter; what others need, ${owner} offers in our words.`,
    { pathNot: [`^lib/${owner}/`, `^lib/adapters/${adapter}/`, SEED, TESTS] },
    { path: `^lib/adapters/${adapter}/` },
  ),
);

const vendorsStayBelow = Object.entries(VENDORS).map(([vendor, adapter]) =>
  forbid(
    `${adapter}-keeps-its-vendor`,
    `${vendor} and its types appear nowhere but in lib/adapters/${adapter}; the driver of PostgreSQL in lib/db too.`,
    { path: "^(app|pages|components|lib|prisma)/", pathNot: [`^lib/adapters/${adapter}/`, "^lib/db/", TESTS] },
    { path: `node_modules/${escaped(vendor)}/` },
  ),
);

/** What runs when nobody imports it: Next's own names, commands, settings, tests. */
const ENTRIES = [
  "^app/.*/?(page|layout|route|error|global-error|loading|not-found|default|template|robots|sitemap|manifest|icon)\\.tsx?$",
  "^pages/api/",
  "^(proxy|instrumentation|next-env\\.d)\\.ts$",
  "^[^/]+\\.config\\.(ts|mjs)$",
  "^scripts/",
  "^prisma/seed\\.ts$",
  "^sandbox/[^/]+/server\\.ts$",
  "\\.d\\.m?ts$",
  TESTS,
];

module.exports = {
  forbidden: [
    forbid("no-cycles", "Two files that need each other are one file, or three.", {}, { circular: true }),
    ...looksLeft,
    ...queriesArePrivate,
    ...hasAnOwner,
    ...vendorsStayBelow,
    forbid(
      "platform-is-the-floor",
      "lib/platform stands on nothing of ours.",
      { path: "^lib/platform/", pathNot: TESTS },
      { path: "^(app|pages|components|lib|sandbox|scripts|prisma)/", pathNot: "^lib/platform/" },
    ),
    forbid(
      "db-knows-no-domain",
      "lib/db is the client and its generated code.",
      { path: "^lib/db/", pathNot: TESTS },
      { path: "^(app|pages|components|lib)/", pathNot: FLOOR },
    ),
    forbid(
      "adapters-know-no-domain",
      "An adapter speaks of the outside service; who asks is none of its business.",
      { path: "^lib/adapters/", pathNot: TESTS },
      { path: "^(app|pages|components|lib)/", pathNot: ["^lib/platform/", "^lib/adapters/"] },
    ),
    forbid(
      "adapters-stay-apart",
      "Two outside services that know each other are one.",
      { path: "^lib/adapters/([^/]+)/", pathNot: TESTS },
      { path: "^lib/adapters/", pathNot: "^lib/adapters/$1/" },
    ),
    forbid(
      "http-knows-two-domains",
      "Reading a request takes to know who asks, and how often.",
      { path: "^lib/http/", pathNot: TESTS },
      { path: `^lib/${anyOf(ORDER.filter((domain) => !["identity", "limits"].includes(domain)))}/` },
    ),
    forbid(
      "domains-know-no-http",
      "A domain does not know that it is asked over HTTP.",
      { path: `^lib/${anyOf(ORDER)}/`, pathNot: TESTS },
      { path: "^lib/http/" },
    ),
    forbid(
      "components-get-data-by-props",
      "Views see the shapes of data, money's words and the list of plans, and nothing else of lib.",
      { path: "^components/", pathNot: TESTS },
      { path: "^(app|pages|lib|prisma|scripts)/", pathNot: SHAPES },
    ),
    forbid(
      "ui-knows-no-domain",
      "components/ui are the parts every product has.",
      { path: "^components/ui/", pathNot: TESTS },
      { path: "^(lib|components)/", pathNot: "^components/ui/" },
    ),
    forbid(
      "app-asks-domains",
      "A page or a route calls a domain: it touches no adapter and no database.",
      { path: "^(app|pages)/", pathNot: TESTS },
      { path: "^lib/(adapters|db)/" },
    ),
    forbid(
      "schemas-are-safe-in-the-browser",
      "A schema.ts imports zod and the shapes it is made of.",
      { path: ["^lib/[^/]+/schema\\.ts$", "^lib/[^/]+/[^/]+/schema\\.ts$"] },
      { path: "^(app|pages|components|lib|node_modules)/", pathNot: [...SHAPES, "^node_modules/zod/"] },
    ),
    forbid(
      "nothing-imports-pages",
      "app/ is the top, and pages/ beside it.",
      { path: "^(components|lib|sandbox|scripts|prisma)/", pathNot: TESTS },
      { path: "^(app|pages)/" },
    ),
    forbid(
      "sandbox-stays-out",
      "Stand-ins are reached by URL, never by import.",
      { path: "^(app|pages|components|lib|prisma)/", pathNot: TESTS },
      { path: "^sandbox/" },
    ),
    forbid(
      "sandbox-stands-alone",
      "A stand-in that shared our code would share our mistakes.",
      { path: "^sandbox/" },
      { path: "^(app|pages|components|lib|prisma|scripts|e2e)/" },
    ),
    forbid("no-orphans", "Nobody imports it, and it is no entry.", { orphan: true, pathNot: ENTRIES }, {}),
    forbid("resolves", "It must exist.", { pathNot: "^lib/db/generated/" }, { couldNotResolve: true }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules|^lib/db/generated/" },
    exclude: { path: "^(\\.next|\\.data)/" },
    enhancedResolveOptions: {
      conditionNames: ["import", "node", "types", "default"],
      exportsFields: ["exports"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".d.ts"],
    },
  },
};
