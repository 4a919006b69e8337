import type { Metadata } from "next";
import { cookies } from "next/headers";
import { changeName, changePassword, deleteAccount, signOutEverywhere } from "@/app/(app)/settings/actions";
import { signedIn, waysIn } from "@/components/account/account-words";
import { ChangePasswordForm } from "@/components/account/change-password-form";
import { DeleteAccount } from "@/components/account/delete-account";
import { NameForm } from "@/components/account/name-form";
import { SignOutEverywhere } from "@/components/account/sign-out-everywhere";
import { THEME_COOKIE, themeOf } from "@/components/shell/theme";
import { ThemeChoice } from "@/components/shell/theme-choice";
import { ButtonLink } from "@/components/ui/button";
import { Fact, Facts } from "@/components/ui/facts";
import { Page } from "@/components/ui/page";
import { PageTitle, Section } from "@/components/ui/section";
import { billingOverview } from "@/lib/billing/overview";
import { signedInVisitor } from "@/lib/http/visitor";
import { signInMethods } from "@/lib/identity/people";
import { PASSWORD_MIN_LENGTH } from "@/lib/identity/schema";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const viewer = await signedInVisitor("/settings");
  const [methods, { subscription, planName }, jar] = await Promise.all([
    signInMethods(viewer),
    billingOverview(viewer),
    cookies(),
  ]);
  const theme = themeOf(jar.get(THEME_COOKIE)?.value);
  return (
    <Page>
      <PageTitle title="Settings" />
      <Section title="You">
        <Facts>
          <Fact name="Email">{viewer.email}</Fact>
        </Facts>
        <NameForm action={changeName} name={viewer.name} />
      </Section>
      <Section title="Appearance" description="On this device.">
        <ThemeChoice initial={theme} />
      </Section>
      {methods.hasPassword ? (
        <Section title="Password" description="Changing it signs you out everywhere else.">
          <ChangePasswordForm action={changePassword} passwordMinLength={PASSWORD_MIN_LENGTH} />
        </Section>
      ) : (
        <Section
          title="Password"
          description={`You have none: you sign in ${waysIn(methods.providers)}.`}
          action={
            <ButtonLink href="/forgot-password" variant="secondary">
              Set a password by mail
            </ButtonLink>
          }
        />
      )}
      <Section
        title="Sessions"
        description={signedIn(methods.sessionCount)}
        action={<SignOutEverywhere action={signOutEverywhere} />}
      />
      <Section
        title="API keys"
        description="For your own programs: whatever speaks to OpenAI can speak to Parley."
        action={
          <ButtonLink href="/settings/keys" variant="secondary">
            Manage keys
          </ButtonLink>
        }
      />
      <Section
        title="Delete your account"
        description="For good: your chats, your files, and your plan."
        action={
          <DeleteAccount
            action={deleteAccount}
            email={viewer.email}
            planName={subscription?.endedAt === null ? planName : null}
          />
        }
      />
    </Page>
  );
}
