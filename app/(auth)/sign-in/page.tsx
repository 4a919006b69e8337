import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { requestEmailLink, signIn, signInWith } from "@/app/(auth)/actions";
import { socialProviders } from "@/app/(auth)/social-providers";
import { AuthScreen } from "@/components/account/auth-screen";
import { EmailForm } from "@/components/account/email-form";
import { withNext } from "@/components/account/next-field";
import { SignInForm } from "@/components/account/sign-in-form";
import { signInProblem } from "@/components/account/sign-in-problem";
import { SocialSignIn } from "@/components/account/social-sign-in";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { queryValue, type SearchParams } from "@/lib/http/search-params";
import { returnPath } from "@/lib/identity/return-path";
import { currentViewer } from "@/lib/identity/viewer";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const [next, by, error] = await Promise.all(["next", "by", "error"].map((name) => queryValue(searchParams, name)));
  if (await currentViewer()) redirect(returnPath(next));
  const byMail = by === "mail";
  const problem = signInProblem(error);
  return (
    <AuthScreen
      title="Sign in to Parley"
      foot={
        <>
          New here? <TextLink href={withNext("/sign-up", next)}>Create an account</TextLink>
        </>
      }
    >
      {problem ? <Notice tone="bad">{problem}</Notice> : null}
      <SocialSignIn providers={socialProviders} action={signInWith} next={next} />
      {byMail ? (
        <EmailForm action={requestEmailLink} next={next} send="Send me a link" />
      ) : (
        <SignInForm action={signIn} next={next} />
      )}
      <p>
        <TextLink href={withNext(byMail ? "/sign-in" : "/sign-in?by=mail", next)} className="text-muted">
          {byMail ? "Use a password instead" : "Send me a link instead of using a password"}
        </TextLink>
      </p>
    </AuthScreen>
  );
}
