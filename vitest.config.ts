import path from "node:path";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

const root = import.meta.dirname;
const alias = [
  { find: /^@\//, replacement: `${root}/` },
  // Outside a bundler that knows the "react-server" condition the package throws on import.
  // `npm run test:deep`: random tests run many times as often.
  ...(process.env["FC_TIMES"] ? [{ find: /^fast-check$/, replacement: `${root}/scripts/test/more-runs.ts` }] : []),
  { find: "server-only", replacement: path.join(root, "node_modules/server-only/empty.js") },
];
/** They set nothing in their process that another file would meet. */
const TOGETHER = [
  "lib/{audit,billing,chat,gateway,identity,inference,insights,limits,notifications,privacy,usage}/**/*.test.ts",
];
const shared = { pool: "forks", testTimeout: 30_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  resolve: { alias },
  test: {
    maxWorkers: 3,
    projects: [
      {
        // What stands alone: the emulators, the scripts, the views.
        resolve: { alias },
        test: {
          ...shared,
          name: "alone",
          // They share no state: to load every module once a worker, not once a file, halves their time.
          isolate: false,
          include: ["{components,sandbox,scripts,bench}/**/*.test.{ts,tsx}"],
          setupFiles: ["scripts/test/no-console-errors.ts"],
        },
      },
      // What has a database and the sandboxes to talk to.
      house({ name: "house", isolate: true, include: ["{app,lib,prisma,docs}/**/*.test.{ts,tsx}"], exclude: TOGETHER }),
      // The same, but each module is loaded once a worker: most of the time of these went into loading.
      house({ name: "house-together", isolate: false, include: TOGETHER, exclude: [] }),
    ],
    coverage: {
      include: ["lib/**/*.ts"],
      exclude: ["lib/db/generated/**", "**/*.test.ts"],
      reporter: ["text-summary", "json-summary"],
      reportsDirectory: ".reports/coverage",
    },
  },
});

type Kind = { name: string; isolate: boolean; include: string[]; exclude: string[] };

function house(kind: Kind): TestProjectInlineConfiguration {
  return {
    resolve: { alias },
    test: {
      ...shared,
      ...kind,
      // It imports "next/server", which only a bundler finds.
      server: { deps: { inline: ["next-auth"] } },
      globalSetup: ["scripts/test/global-setup.ts"],
      setupFiles: ["scripts/test/own-world.ts", "scripts/test/no-console-errors.ts"],
    },
  };
}
