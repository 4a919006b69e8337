import type { Metadata } from "next";
import { create, rename, revoke, rotate } from "@/app/(app)/settings/keys/actions";
import { CreateKey } from "@/components/account/keys/create-key";
import { KeyList } from "@/components/account/keys/key-list";
import { NoKeys } from "@/components/account/keys/no-keys";
import { Notice } from "@/components/ui/notice";
import { Page } from "@/components/ui/page";
import { PageTitle } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { visitorLocale } from "@/lib/http/locale";
import { signedInVisitor } from "@/lib/http/visitor";
import { listKeys } from "@/lib/identity/keys/own-keys";
import { now } from "@/lib/platform/clock";
import { env } from "@/lib/platform/env";
import { keySpendOf } from "@/lib/usage/key-spend";

export const metadata: Metadata = { title: "API keys" };

export default async function KeysPage() {
  const viewer = await signedInVisitor("/settings/keys");
  const [keys, spent, locale] = await Promise.all([listKeys(viewer), keySpendOf(viewer.id), visitorLocale()]);
  return (
    <Page>
      <PageTitle title="API keys" action={viewer.emailVerified ? <CreateKey action={create} /> : null}>
        Programs use them to ask in your name. What they use counts as yours.{" "}
        <TextLink href="/docs/api">How to use the API</TextLink>
      </PageTitle>
      <div className="grid gap-5">
        {viewer.emailVerified ? null : (
          <Notice tone="warn" title="Confirm your address first">
            A key can be made once we know that {viewer.email} is yours. The letter that asks you is in your mailbox.
          </Notice>
        )}
        {keys.length === 0 ? (
          <NoKeys apiUrl={`${env.appUrl}/api/v1`} />
        ) : (
          <KeyList keys={keys} spent={spent} actions={{ rename, revoke, rotate }} at={now()} locale={locale} />
        )}
      </div>
    </Page>
  );
}
