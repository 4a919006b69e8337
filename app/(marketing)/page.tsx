import type { Metadata } from "next";
import { cookies } from "next/headers";
import { PlanColumns } from "@/components/marketing/plan-columns";
import { ProductPicture } from "@/components/marketing/product-picture";
import { Proof } from "@/components/marketing/proof";
import { Questions } from "@/components/marketing/questions";
import { QUESTIONS } from "@/components/marketing/questions-about-paying";
import { THEME_COOKIE, themeOf } from "@/components/shell/theme";
import { ButtonLink } from "@/components/ui/button";
import { hasScreenshots } from "@/app/(marketing)/screenshots";
import { currencyOfLocale } from "@/lib/billing/plans-currency";
import { visitorLocale } from "@/lib/http/locale";
import { publicVisitor } from "@/lib/http/public-visitor";

export const metadata: Metadata = { title: { absolute: "Parley: ask anything, see what it costs" } };

export default async function LandingPage() {
  const [viewer, locale, jar] = await Promise.all([publicVisitor(), visitorLocale(), cookies()]);
  const isSignedIn = viewer !== undefined;
  return (
    <div className="mx-auto max-w-6xl px-4 md:px-8">
      <section className="grid justify-items-start gap-6 pt-14 pb-14 md:pt-24 md:pb-16">
        <h1 className="max-w-3xl font-semibold text-2xl">Ask anything. See what it costs.</h1>
        <p className="max-w-2xl text-lg text-muted">
          Parley is an AI assistant with an honest meter. Every answer shows what it used, the plan’s price is all you
          pay, and your conversations stay yours.
        </p>
        <div className="mt-2 flex flex-wrap gap-3">
          <ButtonLink href={isSignedIn ? "/chat" : "/sign-up"} prefetch={false} size="lg">
            {isSignedIn ? "Open Parley" : "Start free"}
          </ButtonLink>
          <ButtonLink href="/pricing" prefetch={false} size="lg" variant="secondary">
            See the plans
          </ButtonLink>
        </div>
        {isSignedIn ? null : <p className="text-muted">No card needed. It takes a minute.</p>}
      </section>

      {hasScreenshots("chat") ? (
        <ProductPicture
          name="chat"
          phoneName={hasScreenshots("chat-phone") ? "chat-phone" : undefined}
          theme={themeOf(jar.get(THEME_COOKIE)?.value)}
          alt="A conversation in Parley: the list of conversations at the left, a question, its answer with a table, and below it what the answer used."
        />
      ) : null}

      <ul className="grid gap-x-12 gap-y-10 pt-14 pb-16 md:grid-cols-3 md:pt-20 md:pb-24">
        <Proof title="A receipt for every answer">
          Tokens read, tokens written, and the price, under each answer and added up for the month. No credits to
          convert.
        </Proof>
        <Proof title="Nothing is lost">
          Close the tab while it writes. The answer goes on, and is there when you come back, on any device.
        </Proof>
        <Proof title="You pay for what arrives">
          If the model fails, only the words you received are counted. When the month is used up, it stops; it never
          bills beyond the plan.
        </Proof>
      </ul>

      <section aria-labelledby="plans" className="grid gap-8 border-t py-16 md:py-24">
        <div className="grid gap-2">
          <h2 id="plans" className="font-semibold text-xl">
            The same product, more of it
          </h2>
          <p className="max-w-2xl text-base text-muted">
            Plans differ in how much you can use and with which models. Everything else is in all of them.
          </p>
        </div>
        <PlanColumns interval="month" currency={currencyOfLocale(locale)} isSignedIn={isSignedIn} locale={locale} />
      </section>

      <section aria-labelledby="questions" className="grid gap-8 border-t py-16 md:grid-cols-[1fr_2fr] md:py-24">
        <h2 id="questions" className="font-semibold text-xl">
          Questions
        </h2>
        <Questions items={QUESTIONS} />
      </section>
    </div>
  );
}
