import type { Metadata } from "next";
import { verifyEmail } from "@/app/(auth)/actions";
import { AuthScreen } from "@/components/account/auth-screen";
import { BrokenLink } from "@/components/account/broken-link";
import { LinkForm } from "@/components/account/link-form";
import { queryValue, type SearchParams } from "@/lib/http/search-params";

export const metadata: Metadata = { title: "Confirm your address", referrer: "no-referrer" };

export default async function VerifyEmailPage({ searchParams }: { searchParams: SearchParams }) {
  const [token, next] = await Promise.all([queryValue(searchParams, "token"), queryValue(searchParams, "next")]);
  return (
    <AuthScreen
      title="Confirm your address"
      lead={token ? "One press, so that we know the address is yours." : undefined}
    >
      {token ? (
        <LinkForm action={verifyEmail} token={token} next={next} press="Confirm and continue" />
      ) : (
        <BrokenLink again="/sign-in" askAgain="Sign in to ask again" />
      )}
    </AuthScreen>
  );
}
