import { describe, expect, test } from "vitest";
import type { Charge, Dispute } from "../store/wire";
import { DAY_S, StillWorld } from "../testing/still-world";
import { openWorld } from "../testing/test-world";

const FRAUD = "pm_card_createDispute";
const INQUIRY = "pm_card_createDisputeInquiry";

function disputed(card = FRAUD) {
  const world = new StillWorld();
  world.post("/v1/payment_intents", { amount: 1000, currency: "usd", payment_method: card, confirm: true });
  const [{ id }] = world.all("disputes") as [Dispute];
  const net = () => world.all("balance_transactions").reduce((sum, entry) => sum + entry.net, 0);
  const now = () => world.get(`/v1/disputes/${id}`) as Dispute;
  const told = () => world.told("charge.dispute.").map((type) => type.slice("charge.dispute.".length));
  const answer = (text: string, more = {}) =>
    world.post(`/v1/disputes/${id}`, { evidence: { uncategorized_text: text }, ...more }) as Dispute;
  return { world, path: `/v1/disputes/${id}`, now, net, told, answer };
}

test("a card that disputes as fraud takes the money back and a fee with it", () => {
  const { world, now, net, told } = disputed();
  const [charge] = world.all("charges") as [Charge];
  expect(now()).toMatchObject({ status: "needs_response", amount: 1000, charge: charge.id, reason: "fraudulent" });
  expect(now().balance_transactions).toMatchObject([{ amount: -1000, fee: 1500, reporting_category: "dispute" }]);
  expect(charge.disputed).toBe(true);
  expect(told()).toEqual(["created", "funds_withdrawn"]);
  expect(net()).toBe(1000 - 59 - 1000 - 1500);
});

test("an inquiry only asks: the money stays, and the charge can be refunded", () => {
  const { world, now, told, net } = disputed(INQUIRY);
  expect(now()).toMatchObject({ status: "warning_needs_response", is_charge_refundable: true });
  expect([told(), net()]).toEqual([["created"], 1000 - 59]);
  expect(world.post("/v1/refunds", { charge: now().charge })).toMatchObject({ status: "succeeded" });
});

test("what was charged back can not be refunded too", () => {
  const { world, now } = disputed();
  expect(world.refused("POST", "/v1/refunds", { charge: now().charge })[1]).toBe("charge_disputed");
});

describe("evidence", () => {
  test.each<[string, string, string, string[]]>([
    [FRAUD, "winning_evidence", "won", ["updated", "closed", "funds_reinstated"]],
    [FRAUD, "losing_evidence", "lost", ["updated", "closed"]],
    [FRAUD, "he got it", "under_review", ["updated"]],
    [INQUIRY, "winning_evidence", "warning_closed", ["updated", "closed"]],
    [INQUIRY, "he got it", "warning_under_review", ["updated"]],
    [INQUIRY, "escalate_inquiry_evidence", "needs_response", ["updated", "updated", "funds_withdrawn"]],
  ])("%s with %s is %s", (card, text, status, events) => {
    const { answer, now, told } = disputed(card);
    const before = told().length;
    answer(text);
    expect(now()).toMatchObject({ status, evidence: { uncategorized_text: text } });
    expect(now().evidence_details).toMatchObject({ has_evidence: true, submission_count: 1 });
    expect(told().slice(before)).toEqual(events);
  });

  test("the money comes back whole when it is won", () => {
    const { answer, net } = disputed();
    answer("winning_evidence");
    expect(net()).toBe(1000 - 59 - 1500);
  });

  test.each(["__proto__", "constructor", "toString"])("%s is a text like any other, and no verdict", (text) => {
    const { answer } = disputed();
    expect(answer(text)).toMatchObject({ status: "under_review", evidence: { uncategorized_text: text } });
  });

  test("an appeal and enhanced evidence have no effect", () => {
    const { world, path } = disputed();
    const more = { appeal: { card: "" }, enhanced_evidence: "", receipt: "" };
    const { evidence } = world.post(path, { evidence: more, submit: false }) as Dispute;
    expect(evidence).toMatchObject({ enhanced_evidence: {}, receipt: null });
    expect(evidence).not.toHaveProperty("appeal");
  });

  test("is kept without being handed in when that is asked, and added to", () => {
    const { answer, world, path, now } = disputed();
    answer("a draft", { submit: false });
    expect(now()).toMatchObject({ status: "needs_response", evidence_details: { submission_count: 0 } });
    world.post(path, { evidence: { customer_name: "Ada" }, submit: false });
    expect(now().evidence).toMatchObject({ uncategorized_text: "a draft", customer_name: "Ada" });
  });

  test("comes too late once it is over; words of our own do not", () => {
    const { world, path, told } = disputed();
    world.post(`${path}/close`);
    const before = told().length;
    expect(world.refused("POST", path, { evidence: { customer_name: "Ada" } })[0]).toBe(400);
    expect(world.refused("POST", `${path}/close`)[0]).toBe(400);
    expect(world.post(path, { metadata: { order: "1" } })).toMatchObject({ metadata: { order: "1" }, status: "lost" });
    expect(told().slice(before)).toEqual(["updated"]);
  });
});

test.each([
  [FRAUD, "lost"],
  [INQUIRY, "warning_closed"],
])("unanswered for nine days %s is %s", (card, status) => {
  const { world, now, told } = disputed(card);
  world.advance(9 * DAY_S - 1);
  expect(now().evidence_details.past_due).toBe(false);
  world.advance(1);
  expect(now()).toMatchObject({ status, evidence_details: { past_due: true } });
  expect(told().at(-1)).toBe("closed");
});

test("lists by charge and by payment; one that is not there is 404", () => {
  const { world, now } = disputed();
  const ids = (fields: object) => (world.get("/v1/disputes", { ...fields }) as { data: unknown[] }).data.length;
  const { charge, payment_intent } = now();
  expect([{ charge }, { payment_intent }, { charge: "ch_none" }, {}].map(ids)).toEqual([1, 1, 0, 1]);
  expect(world.refused("GET", "/v1/disputes/du_none")).toEqual([404, "resource_missing", "id"]);
});

test("over the wire the SDK's shapes hold, from the charge to the verdict", async () => {
  const { stripe, eventTypes } = await openWorld();
  await stripe.paymentIntents.create({ amount: 700, currency: "usd", payment_method: FRAUD, confirm: true });
  const [dispute] = (await stripe.disputes.list()).data;
  const won = await stripe.disputes.update(dispute?.id ?? "", { evidence: { uncategorized_text: "winning_evidence" } });
  expect(won.status).toBe("won");
  expect((await stripe.balanceTransactions.list({ type: "adjustment" })).data).toHaveLength(2);
  expect((await eventTypes()).filter((type) => type.startsWith("charge.dispute"))).toHaveLength(5);
});
