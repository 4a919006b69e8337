import type { Metadata } from "next";
import { join } from "@/app/(auth)/join/actions";
import { AuthScreen } from "@/components/account/auth-screen";
import { BrokenLink } from "@/components/account/broken-link";
import { Invitation } from "@/components/billing/seats/invitation";
import { readInvitation } from "@/lib/billing/seats/join";
import { queryValue, type SearchParams } from "@/lib/http/search-params";
import { signedInVisitor } from "@/lib/http/visitor";

export const metadata: Metadata = { title: "A seat in a team", referrer: "no-referrer" };

/** Where the letter with an offer of a seat leads. Who is not signed in does that first, or signs up. */
export default async function JoinPage({ searchParams }: { searchParams: SearchParams }) {
  const token = await queryValue(searchParams, "token");
  const viewer = await signedInVisitor(token ? `/join?${new URLSearchParams({ token })}` : "/join");
  return (
    <AuthScreen title="A seat in a team">
      {token ? (
        <Invitation found={await readInvitation(viewer, token)} token={token} email={viewer.email} action={join} />
      ) : (
        <BrokenLink again="/billing" askAgain="See your plan" />
      )}
    </AuthScreen>
  );
}
