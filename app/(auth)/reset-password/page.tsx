import type { Metadata } from "next";
import { resetPassword } from "@/app/(auth)/actions";
import { AuthScreen } from "@/components/account/auth-screen";
import { BrokenLink } from "@/components/account/broken-link";
import { ResetPasswordForm } from "@/components/account/reset-password-form";
import { queryValue, type SearchParams } from "@/lib/http/search-params";
import { PASSWORD_MIN_LENGTH } from "@/lib/identity/schema";

export const metadata: Metadata = { title: "Choose a new password", referrer: "no-referrer" };

export default async function ResetPasswordPage({ searchParams }: { searchParams: SearchParams }) {
  const [token, next] = await Promise.all([queryValue(searchParams, "token"), queryValue(searchParams, "next")]);
  return (
    <AuthScreen title="Choose a new password" lead={token ? "You will be signed out everywhere else." : undefined}>
      {token ? (
        <ResetPasswordForm action={resetPassword} token={token} next={next} passwordMinLength={PASSWORD_MIN_LENGTH} />
      ) : (
        <BrokenLink again="/forgot-password" askAgain="Send me a new link" />
      )}
    </AuthScreen>
  );
}
