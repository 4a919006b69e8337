import type { Exchange } from "../http/router";
import type { Faults } from "./faults";
import { stripeFaultsOf } from "./faulty/stripe-faults";
import { frontPage, type Neighbours } from "./front-page";
import type { Mailbox } from "./mailbox";
import type { ModelSandbox } from "./model-sandbox";
import { showPage } from "./post";
import { TELLING } from "./world/event-words";
import { NotInWorld, SandboxAway, type StripeSandbox } from "./world/stripe-sandbox";

type World = { stripe: StripeSandbox; model: ModelSandbox; mailbox: Mailbox; faults: Faults; neighbours: Neighbours };

/** So many of the newest events, of which not every one says something. */
const LOOKED_AT = 20;

/** The page at /, which is there whoever else is away. */
export function frontRoutes({ stripe, model, mailbox, faults, neighbours }: World) {
  return {
    "GET /": async ({ response }: Exchange) => {
      const [ahead, happened, told, ofStripe, ofModel] = await Promise.all([
        stripe.ahead().catch(nothingIfAway),
        stripe.happened({ newest: String(LOOKED_AT), types: TELLING.join(",") }).catch(nothingIfAway),
        stripe.endpoints().catch(nothingIfAway),
        stripeFaultsOf(stripe),
        model.state(),
      ]);
      const all = { stripe: ofStripe, model: ofModel, mail: faults.list() };
      const ofWorld = { ahead, happened: happened?.events ?? [], endpoints: told?.endpoints };
      showPage(response, frontPage({ neighbours, letters: mailbox.list(), ...ofWorld, faults: all }));
    },
  };
}

function nothingIfAway(error: unknown): undefined {
  if (error instanceof SandboxAway || error instanceof NotInWorld) return undefined;
  throw error;
}
