import type { ReactNode } from "react";
import { HostedPageButton } from "@/components/billing/hosted-page-button";
import type { ButtonVariant } from "@/components/ui/button-look";

/** Leads to where one cancels, resumes and changes the card. */
export function PortalButton({ variant = "secondary", children }: { variant?: ButtonVariant; children: ReactNode }) {
  return (
    <HostedPageButton path="/api/stripe/portal-session" variant={variant}>
      {children}
    </HostedPageButton>
  );
}
