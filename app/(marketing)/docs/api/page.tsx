import type { Metadata } from "next";
import { ApiReference } from "@/components/reference/api-reference";
import { QuickStartSample } from "@/components/reference/quick-start-sample";
import { OutsideLink, TextLink } from "@/components/ui/text-link";
import { exampleModels } from "@/lib/gateway/document/our-document";
import { apiReference } from "@/lib/gateway/document/reference";
import { env } from "@/lib/platform/env";

export const metadata: Metadata = {
  title: "API",
  description:
    "OpenAI's Chat Completions and Embeddings at another address: quick start, reference, and a place to try it.",
};

export default async function ApiPage() {
  const models = exampleModels();
  const { appUrl } = env;
  return (
    <div className="mx-auto max-w-4xl px-4 pb-20 md:px-8">
      <div className="grid gap-2 pt-10 pb-8 md:pt-16">
        <h1 className="font-semibold text-2xl">API</h1>
        <p className="max-w-xl text-base text-muted">
          Whatever speaks to OpenAI speaks to Parley: another address, another key, and the same receipts as in the
          chat.
        </p>
      </div>
      <section aria-labelledby="quick-start" className="grid grid-cols-1 gap-4 pb-10">
        <h2 id="quick-start" className="font-semibold text-lg">
          Quick start
        </h2>
        <p className="max-w-prose text-muted">
          Make a key under <TextLink href="/settings/keys">Settings, API keys</TextLink>, put it into{" "}
          <code className="font-mono text-sm">PARLEY_API_KEY</code>, and run this.
        </p>
        <QuickStartSample apiUrl={`${appUrl}/api/v1`} model={models.chat} />
      </section>
      <section aria-labelledby="reference" className="grid grid-cols-1 gap-4">
        <h2 id="reference" className="font-semibold text-lg">
          Reference
        </h2>
        <p className="max-w-prose text-muted">
          The same as <OutsideLink href="/api/openapi.json">an OpenAPI 3.1 document</OutsideLink> for programs.
        </p>
        <ApiReference operations={apiReference({ appUrl, models })} />
      </section>
    </div>
  );
}
