import { text } from "node:stream/consumers";
import type { ReactElement } from "react";
import { renderToReadableStream } from "react-dom/server";
import type { FormAction, FormState } from "@/components/ui/form-state";
import { readPage } from "@/components/ui/testing/page";

/**
 * For tests: the page that a browser without script gets after it sent the form of this view and the action answered.
 * It goes the way of Next's server: the form names itself by a key, and the answer comes back under that key.
 */
export async function afterSending(view: (action: FormAction) => ReactElement, answer: FormState) {
  const element = view(aServerAction());
  const key = /name="\$ACTION_KEY" value="([^"]+)"/.exec(await drawn(element))?.[1];
  if (key === undefined) throw new Error("no form of this view has an action");
  return readPage(await drawn(element, [answer, key, "action", 0]));
}

type Sent = [answer: FormState, key: string, action: string, boundArguments: number];

async function drawn(element: ReactElement, sent?: Sent): Promise<string> {
  // React knows what the action answered without asking; its type is opaque, as the server's decoder hands it out.
  const formState = sent as unknown;
  return text(await renderToReadableStream(element, { formState } as Parameters<typeof renderToReadableStream>[1]));
}

/** What React recognises as an action that lives on the server. */
function aServerAction(): FormAction {
  const action = Object.assign(async () => undefined, {
    $$FORM_ACTION: (name: string) => ({ name, method: "POST", encType: "multipart/form-data", data: new FormData() }),
    $$IS_SIGNATURE_EQUAL: () => true,
    bind: () => action,
  });
  return action;
}
