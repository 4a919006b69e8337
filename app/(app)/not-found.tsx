import { FullPageMessage } from "@/components/shell/full-page-message";
import { ButtonLink } from "@/components/ui/button";

export default function NotFound() {
  return (
    <FullPageMessage title="There is nothing here" action={<ButtonLink href="/chat">Start a new chat</ButtonLink>}>
      It may have been deleted, or it belongs to another account. Your other chats are in the list.
    </FullPageMessage>
  );
}
