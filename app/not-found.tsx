import type { Metadata } from "next";
import { FullPageMessage } from "@/components/shell/full-page-message";
import { ButtonLink } from "@/components/ui/button";

export const metadata: Metadata = { title: "Nothing here" };

export default function NotFound() {
  return (
    <main id="content">
      <FullPageMessage title="There is nothing here" action={<ButtonLink href="/">Go to the start</ButtonLink>}>
        The address may be mistyped, or what was here is gone. If it is somebody else’s, only they can see it.
      </FullPageMessage>
    </main>
  );
}
