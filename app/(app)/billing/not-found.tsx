import { FullPageMessage } from "@/components/shell/full-page-message";
import { ButtonLink } from "@/components/ui/button";

export default function NotFound() {
  return (
    <FullPageMessage title="There is nothing here" action={<ButtonLink href="/billing">Go to billing</ButtonLink>}>
      No payment of yours has this address: it may be another account’s. All that you paid is on your billing page.
    </FullPageMessage>
  );
}
