import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type Cruise, cruise, RULES_FILE } from "@/scripts/imports/cruise";

const Rules = z.object({ forbidden: z.array(z.object({ name: z.string() })) });
const RULES = Rules.parse(createRequire(import.meta.url)(RULES_FILE)).forbidden.map(({ name }) => name);

/** One file that breaks the rule: where it is, and what it imports. */
const PLANTED: Record<string, [file: string, imports: string]> = {
  "no-cycles": ["lib/chat/one.ts", "@/lib/chat/other"],
  "llm-has-an-owner": ["lib/chat/model.ts", "@/lib/adapters/llm/client"],
  "payments-has-an-owner": ["lib/usage/payments.ts", "@/lib/adapters/payments/client"],
  "mail-has-an-owner": ["lib/billing/mail.ts", "@/lib/adapters/mail/client"],
  "sms-has-an-owner": ["lib/billing/sms.ts", "@/lib/adapters/sms/client"],
  "announcements-has-an-owner": ["lib/billing/announce.ts", "@/lib/adapters/announcements/client"],
  "cache-has-an-owner": ["lib/chat/cache.ts", "@/lib/adapters/cache/client"],
  "storage-has-an-owner": ["lib/privacy/storage.ts", "@/lib/adapters/storage/client"],
  "broadcast-has-an-owner": ["lib/usage/broadcast.ts", "@/lib/adapters/broadcast/client"],
  "broadcast-keeps-its-vendor": ["lib/jobs/vendor.ts", "pg"],
  "cache-keeps-its-vendor": ["lib/limits/vendor.ts", "@redis/client"],
  "llm-keeps-its-vendor": ["lib/inference/vendor.ts", "openai"],
  "payments-keeps-its-vendor": ["app/vendor.ts", "stripe"],
  "mail-keeps-its-vendor": ["lib/notifications/vendor.ts", "@sendgrid/mail"],
  "platform-is-the-floor": ["lib/platform/upward.ts", "@/lib/jobs/queries"],
  "db-knows-no-domain": ["lib/db/upward.ts", "@/lib/jobs/leaf"],
  "adapters-know-no-domain": ["lib/adapters/llm/upward.ts", "@/lib/jobs/leaf"],
  "adapters-stay-apart": ["lib/adapters/mail/sideways.ts", "@/lib/adapters/llm/client"],
  "http-knows-two-domains": ["lib/http/upward.ts", "@/lib/chat/leaf"],
  "domains-know-no-http": ["lib/limits/http.ts", "@/lib/http/visitor"],
  "components-get-data-by-props": ["components/chat/data.tsx", "@/lib/chat/leaf"],
  "ui-knows-no-domain": ["components/ui/domain.tsx", "@/lib/chat/schema"],
  "app-asks-domains": ["app/chat/data.tsx", "@/lib/db/client"],
  "schemas-are-safe-in-the-browser": ["lib/billing/schema.ts", "@/lib/billing/leaf"],
  "nothing-imports-pages": ["lib/chat/page.ts", "@/app/page"],
  "sandbox-stays-out": ["lib/chat/fake.ts", "@/sandbox/openai/fake"],
  "sandbox-stands-alone": ["sandbox/openai/ours.ts", "../../lib/platform/leaf"],
  "no-orphans": ["lib/chat/forgotten.ts", ""],
  resolves: ["lib/chat/missing.ts", "@/lib/chat/nowhere"],
};

const DOMAINS = [
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
for (const [index, domain] of DOMAINS.entries()) {
  const right = DOMAINS[index + 1];
  const left = DOMAINS[index - 1] ?? "chat";
  if (right) PLANTED[`${domain}-looks-left`] = [`lib/${domain}/rightward.ts`, `@/lib/${right}/leaf`];
  PLANTED[`${domain}-queries-are-private`] = [`lib/${left}/peeks-at-${domain}.ts`, `@/lib/${domain}/queries`];
}

/** Imports that must stay allowed: a rule that forbids everything would pass the tests above. */
const ALLOWED: [file: string, imports: string][] = [
  ["lib/insights/leftward.ts", "@/lib/jobs/leaf"],
  ["lib/billing/own-queries.ts", "@/lib/billing/queries"],
  ["lib/inference/own-adapter.ts", "@/lib/adapters/llm/client"],
  ["lib/adapters/llm/own-vendor.ts", "openai"],
  ["lib/db/driver.ts", "pg"],
  ["components/chat/shapes.tsx", "@/lib/chat/schema"],
  ["app/asks.tsx", "@/lib/chat/leaf"],
  ["lib/chat/upward.test.ts", "@/lib/insights/leaf"],
];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "parley-rules-"));
let result: Cruise;

beforeAll(async () => {
  for (const domain of [...DOMAINS, "platform"]) {
    plant(`lib/${domain}/leaf.ts`);
    plant(`lib/${domain}/queries.ts`);
  }
  for (const adapter of ["llm", "payments", "mail", "sms", "announcements", "cache", "storage", "broadcast"])
    plant(`lib/adapters/${adapter}/client.ts`);
  for (const file of [
    "lib/db/client.ts",
    "lib/http/visitor.ts",
    "lib/chat/schema.ts",
    "app/page.tsx",
    "sandbox/openai/fake.ts",
  ])
    plant(file);
  plant("lib/chat/other.ts", "@/lib/chat/one");
  for (const vendor of ["openai", "stripe", "@sendgrid/mail", "pg", "@redis/client"]) {
    plant(`node_modules/${vendor}/index.d.ts`);
    fs.writeFileSync(
      path.join(folder, `node_modules/${vendor}/package.json`),
      JSON.stringify({ name: vendor, types: "index.d.ts", main: "index.d.ts" }),
    );
  }
  fs.writeFileSync(
    path.join(folder, "package.json"),
    JSON.stringify({
      dependencies: { openai: "*", stripe: "*", "@sendgrid/mail": "*", pg: "*", "@redis/client": "*" },
    }),
  );
  fs.writeFileSync(
    path.join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { paths: { "@/*": ["./*"] }, moduleResolution: "bundler", module: "esnext" } }),
  );
  for (const [file, imports] of [...Object.values(PLANTED), ...ALLOWED]) plant(file, imports);
  result = await cruise(folder, ["app", "components", "lib", "sandbox"]);
});

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function plant(file: string, imports = "") {
  const target = path.join(folder, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  // A type is enough: rules that look at values only would miss the half of all upward imports.
  fs.writeFileSync(
    target,
    imports ? `import type { Thing } from "${imports}";\nexport type Mine = Thing;\n` : "export type Thing = 1;\n",
  );
}

test("every rule has a planted violation, and every planted violation a rule", () => {
  expect(Object.keys(PLANTED).toSorted()).toEqual(RULES.toSorted());
});

test.each(Object.entries(PLANTED))("%s is caught", (rule, [file]) => {
  expect(
    result.summary.violations.filter(({ from }) => from === file).map((violation) => violation.rule.name),
  ).toContain(rule);
});

test.each(ALLOWED)("%s may import %s", (file) => {
  const found = result.summary.violations.filter(({ from }) => from === file).map((violation) => violation.rule.name);
  expect(found.filter((rule) => rule !== "no-orphans")).toEqual([]);
});
