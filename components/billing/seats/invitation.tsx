import { LinkForm } from "@/components/account/link-form";
import { ButtonLink } from "@/components/ui/button";
import type { FormAction } from "@/components/ui/form-state";
import { Notice } from "@/components/ui/notice";
import type { InvitationFound } from "@/lib/billing/seats/schema";

type InvitationProps = { found: InvitationFound; token: string; email: string; action: FormAction };

/** What a mailed offer of a seat is to whoever opened it. Taking it is a press: scanners open links before people do. */
export function Invitation({ found, token, email, action }: InvitationProps) {
  if (found.kind === "open") {
    return (
      <>
        <p>
          {found.owner} pays for Enterprise for a team, and offers you a seat in it. You have all of it, and pay
          nothing. Your chats stay your own: nobody in the team sees them.
        </p>
        <LinkForm action={action} token={token} next={undefined} press="Take the seat" />
      </>
    );
  }
  const { title, text } = wordsFor(found, email);
  return (
    <>
      <Notice tone={found.kind === "member" ? "good" : "warn"} title={title}>
        {text}
      </Notice>
      <ButtonLink href="/billing">See your plan</ButtonLink>
    </>
  );
}

function wordsFor(found: Exclude<InvitationFound, { kind: "open" }>, email: string): { title: string; text: string } {
  if (found.kind === "member") return { title: "You have a seat", text: "This offer was taken. Your plan says more." };
  if (found.kind === "over") {
    return { title: "This offer is over", text: "It was taken back, was used, or waited too long. Ask for a new one." };
  }
  return {
    title: "This offer is for another mailbox",
    text: `You are signed in as ${email}. Sign out, and sign in with the address that the letter was sent to.`,
  };
}
