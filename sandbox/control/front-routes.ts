import type { Exchange } from "../http/router";
import type { Faults } from "./faults";
import { stripeFaultsOf } from "./faulty/stripe-faults";
import { frontPage, type Neighbours } from "./front-page";
import type { Mailbox } from "./mailbox";
import type { ModelSandbox } from "./model-sandbox";
import { showPage } from "./post";
import { NotInWorld, SandboxAway, type StripeSandbox } from "./world/stripe-sandbox";

type World = { stripe: StripeSandbox; model: ModelSandbox; mailbox: Mailbox; faults: Faults; neighbours: Neighbours };

/** The page at /, which is there whoever else is away. */
export function frontRoutes({ stripe, model, mailbox, faults, neighbours }: World) {
  return {
    "GET /": async ({ response }: Exchange) => {
      const [ahead, ofStripe, ofModel] = await Promise.all([
        stripe.ahead().catch(nothingIfAway),
        stripeFaultsOf(stripe),
        model.state(),
      ]);
      const all = { stripe: ofStripe, model: ofModel, mail: faults.list() };
      showPage(response, frontPage({ neighbours, letters: mailbox.list(), ahead, faults: all }));
    },
  };
}

function nothingIfAway(error: unknown): undefined {
  if (error instanceof SandboxAway || error instanceof NotInWorld) return undefined;
  throw error;
}
