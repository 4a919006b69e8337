import type { Exchange } from "../http/router";
import type { Faults } from "./faults";
import type { Mailbox } from "./mailbox";
import type { ModelSandbox } from "./model-sandbox";
import { form, goTo, showPage } from "./post";
import { resetPage } from "./reset-page";
import { SandboxAway, type StripeSandbox } from "./world/stripe-sandbox";

type World = { stripe: StripeSandbox; model: ModelSandbox; mailbox: Mailbox; faults: Faults };

const DONE: Readonly<Record<string, string>> = {
  stripe: "Stripe's customers are forgotten, and time is the machine's again.",
  shop: "Stripe's whole world is empty.",
  model: "The model is as new.",
  mailbox: "The mailbox is empty.",
};

/** /reset: each part by itself, so that one that is away does not keep the others. */
export function resetRoutes({ stripe, model, mailbox, faults }: World) {
  const FORGET: Readonly<Record<string, () => Promise<string | undefined>>> = {
    // Nobody can stay where the shop goes.
    shop: () => refusalOf(stripe.startOver("forget")),
    stripe: () => refusalOf(stripe.startOver("keep")),
    model: () => model.reset(),
    mailbox: () => {
      mailbox.clear();
      faults.clear();
      return Promise.resolve(undefined);
    },
  };

  return {
    "GET /reset": ({ response, query }: Exchange) => {
      const parts = Object.keys(DONE).filter((part) => query.get("done")?.split(".").includes(part));
      const text = parts.map((part) => DONE[part]).join(" ");
      showPage(response, resetPage(text === "" ? undefined : { text, isProblem: false }));
    },
    "POST /reset": form(async ({ response }, fields) => {
      const ticked = Object.keys(FORGET).filter((part) => fields.get(part) === "yes");
      if (fields.get("sure") !== "yes" || ticked.length === 0) {
        const text = ticked.length === 0 ? "Nothing was ticked." : "Tick the last box to say that you are sure.";
        showPage(response, resetPage({ text, isProblem: true }), { status: 400 });
        return;
      }
      const refusals: string[] = [];
      for (const part of ticked) {
        const refusal = await FORGET[part]?.();
        if (refusal !== undefined) refusals.push(refusal);
      }
      if (refusals.length === 0) goTo(response, `/reset?done=${ticked.join(".")}`);
      else showPage(response, resetPage({ text: `${refusals.join(" ")} The rest is done.`, isProblem: true }));
    }),
  };
}

async function refusalOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof SandboxAway) return error.message;
    throw error;
  }
}
