import { Notice } from "@/components/ui/notice";
import { OutsideLink } from "@/components/ui/text-link";

/** In the sandbox no mail leaves the machine; here is where it lies. */
export function MailboxHint({ controlUrl }: { controlUrl: string | undefined }) {
  if (controlUrl === undefined) return null;
  return (
    <Notice title="This is the sandbox">
      No mail leaves this machine. What we sent you lies in the <OutsideLink href={controlUrl}>mailbox</OutsideLink>.
    </Notice>
  );
}
