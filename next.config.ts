import type { NextConfig } from "next";
import { PLAIN_HEADERS } from "./lib/http/security-headers";

const config: NextConfig = {
  output: "standalone",
  // A lock file in a folder above would move both.
  outputFileTracingRoot: import.meta.dirname,
  turbopack: {
    root: import.meta.dirname,
    // Outside of `app` nothing tells the package that this is a server. What a browser would load is still refused:
    // Next looks for the import's name in what components import.
    resolveAlias: { "server-only": "next/dist/compiled/server-only/empty" },
  },
  bundlePagesRouterDependencies: true,
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  reactStrictMode: true,
  // Each page is loaded when it is first asked for: all of them, ready from the start, are 130 MB.
  experimental: { preloadEntriesOnStart: false },
  agentRules: false,
  // The other corner is where the person's menu is.
  devIndicators: { position: "bottom-right" },
  // TypeScript 7 has no JavaScript API for Next to call; `npm test` runs `tsc` itself.
  typescript: { ignoreBuildErrors: true },
  // Loaded from node_modules as they are: they read files beside themselves, or bring native or WebAssembly code.
  serverExternalPackages: [
    "@node-rs/argon2",
    "@prisma/client",
    "gpt-tokenizer",
    "graphile-worker",
    "pdfkit",
    "pg",
    "pino",
    "unpdf",
  ],
  outputFileTracingIncludes: {
    // Only a thread asks for it, by name: nothing that the tracer sees.
    "/api/files": ["./node_modules/unpdf/**/*"],
    // Fonts, read as files.
    "/api/usage/statements/*/pdf": ["./node_modules/geist/dist/fonts/geist-sans/Geist-{Regular,SemiBold}.ttf"],
  },
  // Pages get theirs, with a nonce, from proxy.ts.
  headers: async () => [{ source: "/api/:path*", headers: PLAIN_HEADERS.map(([key, value]) => ({ key, value })) }],
};

export default config;
