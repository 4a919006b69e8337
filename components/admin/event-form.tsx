"use client";

import { Form, Submit } from "@/components/ui/form";
import type { FormAction } from "@/components/ui/form-state";

type EventFormProps = {
  action: FormAction;
  /** Which event it is about; without one, all that it can be about. */
  eventId?: string;
  busy: string;
  done: string;
  children: string;
};

/** One button that lets the server do something about events, and says that it did. */
export function EventForm({ action, eventId, busy, done, children }: EventFormProps) {
  return (
    <Form action={action} done={done} className="justify-items-start gap-3">
      {eventId === undefined ? null : <input type="hidden" name="eventId" value={eventId} />}
      <Submit variant="secondary" busy={busy}>
        {children}
      </Submit>
    </Form>
  );
}
