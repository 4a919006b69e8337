import { expect, test } from "vitest";
import { makeCatalog, makePayer, openWorld, refusalOf } from "./testing/test-world";

test("an invoice by hand: items, draft, final, paid; each step only once", async () => {
  const { stripe, eventTypes } = await openWorld();
  const { id: customer } = await makePayer(stripe);
  await stripe.invoiceItems.create({ customer, amount: 700, currency: "usd", description: "Setup" });
  const draft = await stripe.invoices.create({ customer, pending_invoice_items_behavior: "include" });
  expect(draft).toMatchObject({
    status: "draft",
    total: 700,
    number: null,
    hosted_invoice_url: null,
    billing_reason: "manual",
  });
  const added = await stripe.invoiceItems.create({ customer, invoice: draft.id, amount: 300, currency: "usd" });
  const open = await stripe.invoices.finalizeInvoice(draft.id);
  expect(await refusalOf(stripe.invoiceItems.del(added.id))).toMatchObject({ statusCode: 400 });
  expect(open).toMatchObject({
    status: "open",
    amount_due: 1000,
    number: expect.stringMatching(/^[0-9A-Z]{8}-0001$/) as string,
  });
  expect(await refusalOf(stripe.invoices.finalizeInvoice(draft.id))).toMatchObject({ statusCode: 400 });
  const paid = await stripe.invoices.pay(draft.id, { expand: ["payments"] });
  expect(paid).toMatchObject({
    status: "paid",
    amount_paid: 1000,
    amount_remaining: 0,
    payments: { data: [{ status: "paid", amount_paid: 1000 }] },
  });
  expect(await refusalOf(stripe.invoices.pay(draft.id))).toMatchObject({
    statusCode: 400,
    message: "Invoice is already paid",
  });
  expect(await refusalOf(stripe.invoices.voidInvoice(draft.id))).toMatchObject({ statusCode: 400 });
  const lines = (await stripe.invoices.listLineItems(draft.id)).data;
  expect(lines.map((line) => line.parent?.type)).toEqual(["invoice_item_details", "invoice_item_details"]);
  const [payment] = (await stripe.invoicePayments.list({ invoice: draft.id })).data;
  const intent = payment?.payment.payment_intent as string;
  expect(
    (await stripe.invoicePayments.list({ payment: { type: "payment_intent", payment_intent: intent } })).data,
  ).toHaveLength(1);
  expect(await eventTypes()).toEqual(
    expect.arrayContaining(["invoiceitem.created", "invoice.created", "invoice.updated", "invoice_payment.paid"]),
  );
});

test("an open invoice can be voided, given up, or paid elsewhere; a draft can be thrown away", async () => {
  const { stripe } = await openWorld();
  const { id: customer } = await makePayer(stripe);
  const open = async () => {
    const { id } = await stripe.invoices.create({ customer });
    await stripe.invoiceItems.create({ customer, invoice: id, amount: 500, currency: "usd" });
    return stripe.invoices.finalizeInvoice(id);
  };
  expect(await stripe.invoices.voidInvoice((await open()).id)).toMatchObject({ status: "void" });
  const lost = await open();
  expect(await stripe.invoices.markUncollectible(lost.id)).toMatchObject({ status: "uncollectible" });
  expect(await stripe.invoices.pay(lost.id)).toMatchObject({ status: "paid" });
  expect(await stripe.invoices.pay((await open()).id, { paid_out_of_band: true })).toMatchObject({ status: "paid" });
  expect((await stripe.charges.list({ customer })).data).toHaveLength(1);
  const draft = await stripe.invoices.create({ customer });
  expect(await stripe.invoices.del(draft.id)).toMatchObject({ deleted: true });
  expect(await refusalOf(stripe.invoices.del(lost.id))).toMatchObject({ statusCode: 400 });
});

test("an invoice that is sent waits for its day and is not charged", async () => {
  const { stripe } = await openWorld();
  const { monthly } = await makeCatalog(stripe);
  const { id: customer } = await stripe.customers.create({ email: "office@example.test" });
  const items = [{ price: monthly.id }];
  const made = await stripe.subscriptions.create({
    customer,
    items,
    collection_method: "send_invoice",
    days_until_due: 14,
    expand: ["latest_invoice"],
  });
  expect(made.status).toBe("active");
  expect(made.latest_invoice).toMatchObject({
    status: "open",
    collection_method: "send_invoice",
    due_date: made.created + 14 * 86_400,
  });
  expect((await stripe.charges.list({ customer })).data).toEqual([]);
});
