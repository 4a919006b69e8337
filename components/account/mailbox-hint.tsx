import { buttonLook } from "@/components/ui/button-look";

/** In the sandbox no mail leaves the machine; here is where it lies. */
export function MailboxHint({ controlUrl }: { controlUrl: string | undefined }) {
  if (controlUrl === undefined) return null;
  return (
    <div className="grid gap-3">
      <a href={controlUrl} target="_blank" rel="noreferrer" className={buttonLook()}>
        Open the mailbox
        <span className="sr-only"> (in a new tab)</span>
      </a>
      <p className="text-muted">This is the sandbox: no mail leaves this machine, all of it lies there.</p>
    </div>
  );
}
