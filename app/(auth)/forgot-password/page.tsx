import type { Metadata } from "next";
import { requestPasswordReset } from "@/app/(auth)/actions";
import { AuthScreen } from "@/components/account/auth-screen";
import { EmailForm } from "@/components/account/email-form";
import { withNext } from "@/components/account/next-field";
import { TextLink } from "@/components/ui/text-link";
import { queryValue, type SearchParams } from "@/lib/http/search-params";

export const metadata: Metadata = { title: "Forgot your password" };

export default async function ForgotPasswordPage({ searchParams }: { searchParams: SearchParams }) {
  const next = await queryValue(searchParams, "next");
  return (
    <AuthScreen
      title="Forgot your password?"
      lead="We send you a link to choose a new one. Your old password keeps working until you do."
      foot={<TextLink href={withNext("/sign-in", next)}>Back to sign in</TextLink>}
    >
      <EmailForm action={requestPasswordReset} next={next} send="Send me a link" />
    </AuthScreen>
  );
}
