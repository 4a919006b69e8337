"use client";

import { FailureMessage } from "@/components/shell/failure-message";

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  return (
    <main id="content">
      <FailureMessage digest={error.digest} onRetry={retry} />
    </main>
  );
}
