"use client";

import { useId, useState } from "react";
import { HeardAnswer } from "@/components/reference/heard-answer";
import { requestOf } from "@/components/reference/request-of";
import { useAsking } from "@/components/reference/use-asking";
import { Button } from "@/components/ui/button";
import { Field, fieldWiring, Input } from "@/components/ui/field";
import type { OperationView } from "@/lib/gateway/document/schema";

/** Asks one operation from this page, for real: what it uses is charged as everywhere. */
export function TryOperation({ operation, apiKey }: { operation: OperationView; apiKey: string }) {
  const { parameter, example, scope, summary } = operation;
  const [body, setBody] = useState(example ?? "");
  const [value, setValue] = useState(parameter?.example ?? "");
  const { heard, problem, ask, stop } = useAsking();
  const lacksKey = scope !== null && apiKey === "";
  return (
    <form
      className="grid grid-cols-1 gap-4"
      aria-label={`Try: ${summary}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (lacksKey) return;
        const { url, init } = requestOf(operation, { apiKey, value, body });
        void ask(url, init);
      }}
    >
      {parameter ? <InPath parameter={parameter} value={value} onType={setValue} /> : null}
      {example === null ? null : <Body value={body} onType={setBody} />}
      <Buttons lacksKey={lacksKey} isRunning={heard?.isOver === false} onStop={stop} />
      <p role="alert" className="text-bad empty:hidden">
        {problem}
      </p>
      {heard ? <HeardAnswer heard={heard} /> : null}
    </form>
  );
}

function Buttons({ lacksKey, isRunning, onStop }: { lacksKey: boolean; isRunning: boolean; onStop: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button type="submit" variant="secondary" aria-disabled={lacksKey}>
        Send
      </Button>
      {isRunning ? (
        <Button variant="quiet" onClick={onStop}>
          Stop
        </Button>
      ) : null}
      {lacksKey ? <p className="text-muted">Put in a key above first.</p> : null}
    </div>
  );
}

type Typing = { value: string; onType: (text: string) => void };

function InPath({ parameter, value, onType }: Typing & { parameter: NonNullable<OperationView["parameter"]> }) {
  const id = useId();
  return (
    <Field id={id} label={`In the path: ${parameter.name}`} hint={parameter.about}>
      <Input
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target }) => onType(target.value)}
        {...fieldWiring({ id, hint: parameter.about, error: undefined })}
      />
    </Field>
  );
}

function Body({ value, onType }: Typing) {
  const id = useId();
  return (
    <Field id={id} label="Body">
      <textarea
        id={id}
        value={value}
        spellCheck={false}
        rows={value.split("\n").length + 1}
        onChange={({ target }) => onType(target.value)}
        className="w-full rounded-md border border-edge bg-raised px-3 py-2 font-mono text-base leading-6 hover:border-muted focus-visible:border-accent focus-visible:outline-offset-0 md:text-sm"
      />
    </Field>
  );
}
