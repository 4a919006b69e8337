import type { Metadata } from "next";
import { signInWith, signUp } from "@/app/(auth)/actions";
import { socialProviders } from "@/app/(auth)/social-providers";
import { AuthScreen } from "@/components/account/auth-screen";
import { withNext } from "@/components/account/next-field";
import { SignUpForm } from "@/components/account/sign-up-form";
import { SocialSignIn } from "@/components/account/social-sign-in";
import { TextLink } from "@/components/ui/text-link";
import { queryValue, type SearchParams } from "@/lib/http/search-params";
import { PASSWORD_MIN_LENGTH } from "@/lib/identity/schema";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage({ searchParams }: { searchParams: SearchParams }) {
  const next = await queryValue(searchParams, "next");
  return (
    <AuthScreen
      title="Create your account"
      lead="Free to start, no card needed."
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
