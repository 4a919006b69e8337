import type { Metadata } from "next";
import { AuthScreen } from "@/components/account/auth-screen";
import { MailboxHint } from "@/components/account/mailbox-hint";
import { TextLink } from "@/components/ui/text-link";
import { env } from "@/lib/platform/env";

export const metadata: Metadata = { title: "Check your mail" };

export default function CheckMailPage() {
  return (
    <AuthScreen
      title="Check your mail"
      lead="If the address is right, a letter with a link is on its way. It opens the next step."
      foot={
        <>
          Nothing there after a minute? Look in the spam folder, or{" "}
          <TextLink href="/sign-in?by=mail">ask again</TextLink>.
        </>
      }
    >
      <MailboxHint controlUrl={env.controlUrl} />
    </AuthScreen>
  );
}
