"use client";

import { Toaster as Sonner } from "sonner";

/** Where short news appears: at the bottom on a phone, bottom right elsewhere. Say it with sonner's `toast`. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      offset={16}
      mobileOffset={16}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-start gap-3 rounded-lg bg-raised px-4 py-3 text-sm text-text shadow-float md:w-88 [&_[data-icon]]:mt-0.5",
          title: "font-medium",
          description: "text-muted",
          actionButton: "ml-auto shrink-0 font-medium text-accent",
          error: "[&_[data-icon]]:text-bad",
          success: "[&_[data-icon]]:text-good",
          warning: "[&_[data-icon]]:text-warn",
        },
      }}
    />
  );
}
