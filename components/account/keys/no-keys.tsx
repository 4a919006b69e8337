import { EmptyState } from "@/components/ui/empty-state";

/** What a key is good for, in the one line that one tries first. */
export function NoKeys({ apiUrl }: { apiUrl: string }) {
  return (
    <EmptyState title="You have no keys yet">
      Create one, and any program that speaks to OpenAI speaks to Parley: give it this address and your key.
      <code className="mt-3 block whitespace-pre-wrap break-words rounded-md bg-quiet px-3 py-2 font-mono text-text text-xs">
        {`curl ${apiUrl}/models -H "Authorization: Bearer parley_…"`}
      </code>
    </EmptyState>
  );
}
