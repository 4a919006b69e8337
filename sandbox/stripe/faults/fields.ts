/** One thing that may be said of a fault: enough to draw a form field from, and to check what was sent. */
export type FaultField = {
  name: string;
  /** `route` is a text such as `POST /v1/subscriptions/:id`, `events` one such as `invoice.*`. */
  type: "integer" | "number" | "text" | "choice" | "boolean" | "route" | "events";
  label: string;
  help?: string;
  /** What holds when nothing is said. Null: nothing. */
  default: string | number | boolean | null;
  min?: number;
  max?: number;
  choices?: string[];
};

const MAX_COUNT = 1_000_000;
const MAX_TEXT = 200;

export function integer(
  name: string,
  label: string,
  { min, max, preset, help }: { min: number; max: number; preset: number; help?: string },
): FaultField {
  return { name, type: "integer", label, min, max, default: preset, ...(help === undefined ? {} : { help }) };
}

export function choice(name: string, label: string, choices: [string, ...string[]], help?: string): FaultField {
  return { name, type: "choice", label, choices, default: choices[0], ...(help === undefined ? {} : { help }) };
}

const CUSTOMER: FaultField = {
  name: "customer",
  type: "text",
  label: "Only of this customer",
  help: "An id such as cus_123. Empty: of all.",
  max: MAX_TEXT,
  default: null,
};

const HOW_OFTEN: FaultField[] = [
  integer("count", "How many times", { min: 1, max: MAX_COUNT, preset: 1 }),
  {
    name: "probability",
    type: "number",
    label: "How likely each time",
    help: "1: always. Below that the seed decides which.",
    min: 0.001,
    max: 1,
    default: 1,
  },
  {
    name: "seed",
    type: "text",
    label: "Seed",
    help: "The same seed picks the same ones. Empty: the order's own.",
    max: MAX_TEXT,
    default: null,
  },
];

const ROUTE: FaultField = {
  name: "route",
  type: "route",
  label: "Requests",
  help: "* for the whole API, or a method and a path: POST /v1/subscriptions/:id, * /v1/invoices/*. A page, such as POST /c/pay/:id, only when it is named.",
  max: MAX_TEXT,
  default: "*",
};

const EVENTS: FaultField = {
  name: "events",
  type: "events",
  label: "Events",
  help: "* for all, or types with commas between: invoice.*, customer.subscription.updated.",
  max: MAX_TEXT,
  default: "*",
};

const CAUSE: FaultField = {
  name: "route",
  type: "route",
  label: "Only what these requests cause",
  help: "A method and a path: POST /v1/subscriptions, or a page: POST /c/pay/:id. * for all events, also those nobody asked for, such as a renewal's.",
  max: MAX_TEXT,
  default: "*",
};

/** What can be said of every fault of requests, or of webhooks. */
export const SCOPES = {
  request: [ROUTE, CUSTOMER, ...HOW_OFTEN],
  webhook: [EVENTS, CAUSE, CUSTOMER, ...HOW_OFTEN],
} as const;
