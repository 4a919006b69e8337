import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { signInWith, signUp } from "@/app/(auth)/actions";
import { socialProviders } from "@/app/(auth)/social-providers";
import { AuthScreen } from "@/components/account/auth-screen";
import { withNext } from "@/components/account/next-field";
import { signUpLead } from "@/components/account/sign-up-lead";
import { SignUpForm } from "@/components/account/sign-up-form";
import { SocialSignIn } from "@/components/account/social-sign-in";
import { TextLink } from "@/components/ui/text-link";
import { queryValue, type SearchParams } from "@/lib/http/search-params";
import { returnPath } from "@/lib/identity/return-path";
import { PASSWORD_MIN_LENGTH } from "@/lib/identity/schema";
import { currentViewer } from "@/lib/identity/viewer";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage({ searchParams }: { searchParams: SearchParams }) {
  const [viewer, next] = await Promise.all([currentViewer(), queryValue(searchParams, "next")]);
  if (viewer) redirect(returnPath(next));
  return (
    <AuthScreen
      title="Create your account"
      lead={signUpLead(next)}
      foot={
        <>
          Have an account? <TextLink href={withNext("/sign-in", next)}>Sign in</TextLink>
        </>
      }
    >
      <SocialSignIn providers={socialProviders} action={signInWith} next={next} />
      <SignUpForm action={signUp} next={next} passwordMinLength={PASSWORD_MIN_LENGTH} />
    </AuthScreen>
  );
}
