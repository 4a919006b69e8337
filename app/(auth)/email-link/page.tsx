import type { Metadata } from "next";
import { confirmEmailLink } from "@/app/(auth)/actions";
import { AuthScreen } from "@/components/account/auth-screen";
import { BrokenLink } from "@/components/account/broken-link";
import { LinkForm } from "@/components/account/link-form";
import { queryValue, type SearchParams } from "@/lib/http/search-params";

export const metadata: Metadata = { title: "Sign in to Parley", referrer: "no-referrer" };

export default async function EmailLinkPage({ searchParams }: { searchParams: SearchParams }) {
  const [token, next] = await Promise.all([queryValue(searchParams, "token"), queryValue(searchParams, "next")]);
  return (
    <AuthScreen title="Sign in to Parley" lead={token ? "You asked for this link. It works once." : undefined}>
      {token ? (
        <LinkForm action={confirmEmailLink} token={token} next={next} press="Sign in" />
      ) : (
        <BrokenLink again="/sign-in?by=mail" askAgain="Send me a new link" />
      )}
    </AuthScreen>
  );
}
