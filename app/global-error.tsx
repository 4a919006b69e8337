"use client";

import { FailureMessage } from "@/components/shell/failure-message";
import "./globals.css";

type GlobalErrorProps = { error: Error & { digest?: string }; retry: () => void };

/** When the root layout itself fails there is no page around this one. */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body>
        <main id="content">
          <FailureMessage digest={error.digest} onRetry={retry} />
        </main>
      </body>
    </html>
  );
}
