"use client";

import { NextField } from "@/components/account/next-field";
import { Form, Submit } from "@/components/ui/form";
import type { FormAction } from "@/components/ui/form-state";
import type { SocialProvider } from "@/lib/identity/schema";

const NAMES: Record<SocialProvider, string> = { google: "Google", github: "GitHub" };

type SocialSignInProps = {
  /** Those that are configured; none shows nothing. */
  providers: readonly SocialProvider[];
  action: FormAction;
  next: string | undefined;
};

/** A button for each provider, and the line that sets them apart from the form below. */
export function SocialSignIn({ providers, action, next }: SocialSignInProps) {
  if (providers.length === 0) return null;
  return (
    <div className="grid gap-3">
      {providers.map((provider) => (
        <Form key={provider} action={action}>
          <input type="hidden" name="provider" value={provider} />
          <NextField next={next} />
          <Submit variant="secondary" className="w-full">
            Continue with {NAMES[provider]}
          </Submit>
        </Form>
      ))}
      <p className="flex items-center gap-3 text-muted text-xs before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        or
      </p>
    </div>
  );
}
