"use client";

import { FailureMessage } from "@/components/shell/failure-message";

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

/** Inside the frame, so that the way to everything else stays open. */
export default function ErrorPage({ error, retry }: ErrorPageProps) {
  return <FailureMessage digest={error.digest} onRetry={retry} />;
}
