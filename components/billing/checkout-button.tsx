import type { ReactNode } from "react";
import { HostedPageButton } from "@/components/billing/hosted-page-button";
import type { ButtonVariant } from "@/components/ui/button-look";
import type { StartCheckout } from "@/lib/billing/schema";

type CheckoutButtonProps = {
  wish: StartCheckout;
  variant?: ButtonVariant;
  isWide?: boolean;
  children: ReactNode;
};

/** Leads to where one pays. */
export function CheckoutButton({ wish, children, ...look }: CheckoutButtonProps) {
  return (
    <HostedPageButton path="/api/stripe/checkout-session" body={wish} {...look}>
      {children}
    </HostedPageButton>
  );
}
