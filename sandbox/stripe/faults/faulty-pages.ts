import type { Answer, PageRequest } from "../http/listener";
import { html } from "../pages/html";
import { page } from "../pages/layout";
import type { FaultOrder } from "../store/wire-delivery";
import type { World } from "../store/world";
import { concerns } from "./customer-scope";
import { choose } from "./orders";
import { refusalBy } from "./refusals";
import { fitsRoute } from "./route-scope";
import { wireFateBy } from "./wire-fate";

type Pages = (request: PageRequest) => Promise<Answer>;
type Parts = { world: World; save: () => void };

/** The pages as they are when things go wrong by order. Only orders that name a page mean one. */
export function faultyPages(pages: Pages, { world, save }: Parts): Pages {
  return async (request) => {
    const { chosen, looked } = choose(world.all("faults"), (order) => meets(world, order, request));
    for (const order of looked) world.put("faults", order);
    // A line of its own: a page that fails undoes what is not saved yet.
    if (looked.length > 0) save();
    return chosen ? failing(chosen, () => pages(request)) : pages(request);
  };
}

function meets(world: World, { route, events, customer }: FaultOrder, request: PageRequest): boolean {
  if (route === null || events !== null || !fitsRoute(route, request) || request.path.startsWith("/_sandbox"))
    return false;
  return customer === null || concerns(world, request, customer);
}

async function failing(order: FaultOrder, show: () => Promise<Answer>): Promise<Answer> {
  const refusal = refusalBy(order, { requestId: "req_page" });
  if (refusal) return said(refusal.status);
  const fate = wireFateBy(order);
  const isBefore = order.kind.endsWith("_before_write") || order.kind === "server_error_kept";
  const answer = isBefore ? said(500) : await show();
  if (order.kind === "server_error_after_write") return said(500);
  return fate ? { ...answer, fate } : answer;
}

function said(status: number): Answer {
  const body = html`<h1>This page fails by order</h1>
<p>The order is among those under <a href="/_sandbox/faults">/_sandbox/faults</a>. Load the page again, or take the order off.</p>`;
  return page(body, { title: `Error ${status}`, status });
}
