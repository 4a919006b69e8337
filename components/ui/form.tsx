"use client";

import { createContext, type ReactNode, use, useActionState, useEffect, useRef } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "@/components/ui/button";
import type { ButtonSize, ButtonVariant } from "@/components/ui/button-look";
import { classNames } from "@/components/ui/class-names";
import { type FormAction, type FormState, summaryOf } from "@/components/ui/form-state";
import { Notice } from "@/components/ui/notice";

const FormContext = createContext<FormState>(undefined);

/** The last answer to the form around. */
export function useFormAnswer(): FormState {
  return use(FormContext);
}

type FormProps = {
  action: FormAction;
  /** Said once it worked, when the action does not go elsewhere. */
  done?: ReactNode;
  className?: string;
  children: ReactNode;
};

/** A form on a server action. Works before the script has loaded; afterwards a refusal takes the focus to its message. */
export function Form({ action, done, className, children }: FormProps) {
  const [answer, submit] = useActionState(action, undefined);
  const summary = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (answer?.ok === false) summary.current?.focus();
  }, [answer]);

  return (
    <FormContext value={answer}>
      <form action={submit} className={classNames("grid gap-4", className)} noValidate>
        {answer?.ok === false ? (
          <Notice tone="bad" role="alert" ref={summary} tabIndex={-1}>
            {summaryOf(answer)}
          </Notice>
        ) : null}
        {children}
        {answer?.ok && done ? (
          <Notice tone="good" aria-live="polite">
            {done}
          </Notice>
        ) : null}
      </form>
    </FormContext>
  );
}

type SubmitProps = {
  children: ReactNode;
  /** Said while it works: "Signing in…". */
  busy?: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  className?: string;
};

/** Sends the form around it, once. It keeps its width while it works. */
export function Submit({ children, busy, ...look }: SubmitProps) {
  const { pending } = useFormStatus();
  return (
    <Button
      type="submit"
      aria-busy={pending}
      aria-disabled={pending}
      onClick={(event) => {
        if (pending) event.preventDefault();
      }}
      {...look}
    >
      <span className="grid *:col-start-1 *:row-start-1">
        <span className={classNames(pending && busy && "invisible")}>{children}</span>
        {busy ? <span className={classNames(!pending && "invisible")}>{busy}</span> : null}
      </span>
    </Button>
  );
}
