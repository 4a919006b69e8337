"use client";

import { useId, useState } from "react";
import { OperationSection } from "@/components/reference/operation-section";
import { Field, fieldWiring, Input } from "@/components/ui/field";
import type { OperationView } from "@/lib/gateway/document/schema";

/** All operations, and the key that they are tried with. It stays in this page's memory, and goes with it. */
export function ApiReference({ operations }: { operations: OperationView[] }) {
  const id = useId();
  const [apiKey, setApiKey] = useState("");
  const hint = "To try things below. It is sent with what you send, and kept nowhere.";
  return (
    <>
      <nav aria-label="Operations">
        <ul className="flex flex-wrap gap-x-5 gap-y-1">
          {operations.map((operation) => (
            <li key={operation.id}>
              <a
                href={`#${operation.id}`}
                className="inline-flex min-h-8 items-center underline decoration-edge underline-offset-3 hover:decoration-current pointer-coarse:min-h-11"
              >
                {operation.summary}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="max-w-md py-6">
        <Field id={id} label="Your key" hint={hint}>
          <Input
            type="password"
            value={apiKey}
            spellCheck={false}
            autoComplete="off"
            placeholder="parley_…"
            onChange={({ target }) => setApiKey(target.value.trim())}
            {...fieldWiring({ id, hint, error: undefined })}
          />
        </Field>
      </div>
      {operations.map((operation) => (
        <OperationSection key={operation.id} operation={operation} apiKey={apiKey} />
      ))}
    </>
  );
}
