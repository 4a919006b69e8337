import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import Stripe from "stripe";
import ts from "typescript-api";
import { compileAgainstSdk } from "./sdk-program";
import { type JsonSchema, SchemaWriter } from "./types-to-schema";

/** What a reply's `object` says, and the SDK's type for it. */
const ROOTS: { [object: string]: string } = {
  balance: "Balance",
  balance_transaction: "BalanceTransaction",
  "billing.meter": "Billing.Meter",
  "billing.meter_event": "Billing.MeterEvent",
  "billing.meter_event_adjustment": "Billing.MeterEventAdjustment",
  "billing.meter_event_summary": "Billing.MeterEventSummary",
  "billing_portal.configuration": "BillingPortal.Configuration",
  "billing_portal.session": "BillingPortal.Session",
  card: "Card",
  charge: "Charge",
  "checkout.session": "Checkout.Session",
  coupon: "Coupon",
  credit_note: "CreditNote",
  credit_note_line_item: "CreditNoteLineItem",
  customer: "Customer",
  discount: "Discount",
  dispute: "Dispute",
  invoice: "Invoice",
  invoice_payment: "InvoicePayment",
  invoiceitem: "InvoiceItem",
  item: "LineItem",
  line_item: "InvoiceLineItem",
  payment_intent: "PaymentIntent",
  payment_method: "PaymentMethod",
  plan: "Plan",
  price: "Price",
  product: "Product",
  promotion_code: "PromotionCode",
  refund: "Refund",
  setup_intent: "SetupIntent",
  subscription: "Subscription",
  subscription_item: "SubscriptionItem",
  subscription_schedule: "SubscriptionSchedule",
  "test_helpers.test_clock": "TestHelpers.TestClock",
  webhook_endpoint: "WebhookEndpoint",
};
const DELETED: { [object: string]: string } = {
  card: "DeletedCard",
  coupon: "DeletedCoupon",
  customer: "DeletedCustomer",
  discount: "DeletedDiscount",
  invoice: "DeletedInvoice",
  invoiceitem: "DeletedInvoiceItem",
  plan: "DeletedPlan",
  product: "DeletedProduct",
  subscription_item: "DeletedSubscriptionItem",
  "test_helpers.test_clock": "TestHelpers.DeletedTestClock",
  webhook_endpoint: "DeletedWebhookEndpoint",
};

type Fields = { [key: string]: unknown };

/** Says what is wrong with things by the SDK's own declarations; nothing when nothing is. */
export class Judge {
  private readonly ajv = new Ajv({ allErrors: true, strict: false, inlineRefs: false, validateFormats: false });
  private readonly roots: Fields;
  private readonly checks = new Map<string, ValidateFunction>();

  constructor(schema: JsonSchema = readSchema()) {
    this.roots = schema["properties"] as Fields;
    // As definitions and nothing else: a first look at any would compile what stands as properties, every one of them.
    this.ajv.addSchema({ definitions: { ...(schema["definitions"] as Fields), ...this.roots } }, "stripe");
  }

  /** Every fault of an answer: a success is what the SDK declares, and anything else says in `error` what is wrong. */
  faultsOfAnswer(status: number, body: unknown): string[] {
    if (status < 400) return typeof body === "object" && body !== null ? this.faultsOf(body) : ["not JSON"];
    const { error } = (body ?? {}) as { error?: { type?: unknown; message?: unknown } };
    return typeof error?.type === "string" && typeof error.message === "string" ? [] : ["an error without {error}"];
  }

  /** Every fault of a reply: an object, a deleted one, a list of them, or an event. */
  faultsOf(reply: unknown): string[] {
    const fields = reply as Fields;
    if (fields["object"] === "list") return this.listFaults(fields);
    if (fields["object"] === "search_result") return this.searchFaults(fields);
    const root = rootOf(fields);
    const check = this.check(root);
    if (!check) return [`the SDK declares no ${root}`];
    if (check(reply)) return [];
    const errors = check.errors ?? [];
    return errors.map((e) => `${root}${e.instancePath} ${e.message ?? ""} ${JSON.stringify(e.params)}`);
  }

  private listFaults({ data, has_more, url, ...rest }: Fields): string[] {
    const more = Object.keys(rest).filter((key) => key !== "object");
    if (!Array.isArray(data) || typeof has_more !== "boolean" || typeof url !== "string")
      return ["a list without its frame"];
    return [...more.map((key) => `a list with ${key}`), ...data.flatMap((each) => this.faultsOf(each))];
  }

  private searchFaults({ next_page: next, total_count: count = 0, ...list }: Fields): string[] {
    const isFramed = (next === null || typeof next === "string") && typeof count === "number";
    return [...(isFramed ? [] : ["a search result without its frame"]), ...this.listFaults(list)];
  }

  private check(root: string): ValidateFunction | undefined {
    const known = this.checks.get(root);
    if (known) return known;
    if (!Object.hasOwn(this.roots, root)) return undefined;
    const pointer = root.replaceAll("~", "~0").replaceAll("/", "~1");
    const made = this.ajv.compile({ $ref: `stripe#/definitions/${encodeURIComponent(pointer)}` });
    this.checks.set(root, made);
    return made;
  }
}

function rootOf(fields: Fields): string {
  const object = String(fields["object"]);
  if (object === "event") return `event:${String(fields["type"])}`;
  return fields["deleted"] === true ? `deleted:${object}` : object;
}

/** The schema of the installed SDK, from the cache or made anew (some seconds). */
function readSchema(): JsonSchema {
  // Named by what it covers: a type added to the list above means another schema.
  const covers = createHash("sha256")
    .update(JSON.stringify([ROOTS, DELETED]))
    .digest("hex")
    .slice(0, 12);
  const name = `schema-${Stripe.PACKAGE_VERSION}-${covers}.json`;
  const file = path.resolve(import.meta.dirname, "../../../.data/stripe-judge", name);
  if (fs.existsSync(file)) return JSON.parse(fs.readFileSync(file, "utf8")) as JsonSchema;
  const schema = makeSchema();
  const unfinished = `${file}.${process.pid}`;
  fs.writeFileSync(unfinished, JSON.stringify(schema));
  fs.renameSync(unfinished, file);
  return schema;
}

function makeSchema(): JsonSchema {
  const named = [
    ...Object.entries(ROOTS).map(([object, type]) => `${JSON.stringify(object)}: Stripe.${type}`),
    ...Object.entries(DELETED).map(([object, type]) => `${JSON.stringify(`deleted:${object}`)}: Stripe.${type}`),
  ];
  const text = `import type Stripe from "stripe";\nexport type Roots = { ${named.join("; ")}; events: Stripe.Event };\n`;
  const { checker, source } = compileAgainstSdk(`schema-${process.pid}`, text);
  const alias = source.statements.find((s) => ts.isTypeAliasDeclaration(s));
  if (!alias) throw new Error("The roots are not there");
  const writer = new SchemaWriter(checker, alias);
  const properties: { [root: string]: JsonSchema } = {};
  for (const root of checker.getPropertiesOfType(checker.getTypeAtLocation(alias))) {
    const type = checker.getTypeOfSymbolAtLocation(root, alias);
    if (root.name !== "events") properties[root.name] = writer.schemaOf(type) ?? {};
    else if (type.isUnion())
      for (const event of type.types) Object.assign(properties, eventSchema(checker, writer, event, alias));
  }
  fs.rmSync(source.fileName, { force: true });
  return { definitions: writer.definitions, properties };
}

function eventSchema(
  checker: ts.TypeChecker,
  writer: SchemaWriter,
  event: ts.Type,
  at: ts.Node,
): { [root: string]: JsonSchema } {
  const kind = event.getProperty("type");
  const type = kind && checker.getTypeOfSymbolAtLocation(kind, at);
  return type?.isStringLiteral() ? { [`event:${type.value}`]: writer.schemaOf(event) ?? {} } : {};
}
