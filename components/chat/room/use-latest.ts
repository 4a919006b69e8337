import { type Dispatch, type SetStateAction, useState } from "react";

/**
 * State that begins with what the page brought, changes here, and takes in what a later page brings. `fold` makes one
 * out of what is there and what came.
 */
export function useLatest<Value, State>(
  value: Value,
  first: (value: Value) => State,
  fold: (state: State, value: Value) => State,
): [State, Dispatch<SetStateAction<State>>] {
  const [seen, setSeen] = useState(value);
  const [state, setState] = useState(() => first(value));
  if (value !== seen) {
    setSeen(value);
    setState(fold(state, value));
  }
  return [state, setState];
}
