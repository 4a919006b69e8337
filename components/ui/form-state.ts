/**
 * What a form's action answers. `fields` holds messages by field name, `values` what was typed and may be shown again
 * (never a password), `secret` what was made and is told this one time. The same shape as the server's.
 */
export type FormState =
  | { ok: true; secret?: string }
  | { ok: false; message: string; fields?: Record<string, string[]>; values?: Record<string, string> }
  | undefined;

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

/** The first message about a field, if there is one. */
export function fieldError(state: FormState, name: string): string | undefined {
  return state?.ok === false ? state.fields?.[name]?.[0] : undefined;
}

/** What stands above a refused form: with messages beside fields, how many there are to look at. */
export function summaryOf({ message, fields }: Extract<FormState, { ok: false }>): string {
  const wrong = Object.keys(fields ?? {}).length;
  if (wrong === 0) return message;
  return wrong === 1 ? "One field needs another look." : `${wrong} fields need another look.`;
}

/** What the person had typed, so that a refused form is not an empty one. */
export function typedValue(state: FormState, name: string): string | undefined {
  return state?.ok === false ? state.values?.[name] : undefined;
}
