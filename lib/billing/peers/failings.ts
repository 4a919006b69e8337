/*
 * What comparable programs get wrong about money, by their own trackers or sources, and the test here that fails if
 * Parley does the same. Those without a place of their own are beside this file.
 */

type Failing = { whose: string; what: string; file: string; title: string };

const failing = (whose: string, what: string, [file, title]: [file: string, title: string]): Failing => ({
  whose,
  what,
  file,
  title,
});

export const FAILINGS: readonly Failing[] = [
  failing("documenso, Pay, dj-stripe", "fetch before they lock, so older news is written over newer", [
    "lib/billing/sync.test.ts",
    "nothing is fetched before the lock is held: older news is never written over newer",
  ]),
  failing("stripe sync-engine #268", "timestamps of a second drop what happens within one", [
    "lib/billing/peers/events.test.ts",
    "stripe sync-engine #268: of two changes within one second neither is lost, in whatever order they are told",
  ]),
  failing("Lago", "has no unique id of an event", [
    "lib/billing/inbox.test.ts",
    "twenty deliveries of one event at once are all acknowledged, stored once and applied once",
  ]),
  failing("Autumn", "takes events in unchecked while its store of seen ones is away", [
    "lib/billing/peers/events.test.ts",
    "Autumn: an event that can not be noted as seen is not worked on",
  ]),
  failing("better-auth #10534", "swallows the error of a webhook and answers 200", [
    "lib/billing/peers/events.test.ts",
    "better-auth #10534: what can not be stored is not acknowledged, and is taken when it comes again",
  ]),
  failing("inbox-zero", "works after its answer, and loses what fails there", [
    "lib/billing/jobs.test.ts",
    "an event fails with its reason, without anybody's address in it, and is applied once Stripe is back",
  ]),
  failing("firezone #9869", "loses events for good", [
    "lib/billing/reconcile/run.test.ts",
    "a change whose webhook was dropped is found, and its event goes through the inbox",
  ]),
  failing("nextjs/saas-starter", "signs in whoever owns the session in the address bar", [
    "lib/billing/return.test.ts",
    "somebody else's page shows nothing and changes nothing, for either of them",
  ]),
  failing("open-saas", "adopts any customer with the same mail address", [
    "lib/billing/checkout.test.ts",
    "does not adopt a customer that has the same address",
  ]),
  failing("Cashier #1307, #1678, #1759; better-auth #7099, #9130", "a person ends up with two subscriptions", [
    "lib/billing/checkout-rivals.test.ts",
    "however many ways to pay are taken side by side, one person has one customer and at most one live subscription",
  ]),
  failing("LobeHub Cloud #11592", "charges twice", [
    "lib/billing/checkout-saved-card.test.ts",
    "twenty at once make one subscription, one charge, and nineteen refusals",
  ]),
  failing("nextjs/saas-starter", "ignores a payment that is past due", [
    "lib/billing/sync.test.ts",
    "a payment that failed: past due since its invoice was due, still in grace, then paid",
  ]),
  failing("boxyhq/saas-starter-kit", "takes an incomplete subscription for an active one", [
    "lib/billing/checkout-saved-card.test.ts",
    "leads to the bank, gives nothing until it is confirmed, and then all",
  ]),
  failing("t3, inbox-zero", "read one subscription, so a dead one hides a live one", [
    "lib/billing/sync.test.ts",
    "more subscriptions than one page holds are all read",
  ]),
  failing("everybody", "shows what a change costs, and proves nothing about what is charged", [
    "lib/billing/changes/quote.property.test.ts",
    "what is charged is what was quoted, to the cent, whatever plan, whenever, with whatever credit and discount",
  ]),
  failing("LobeHub #5443", "bills an upgrade for what is past", [
    "lib/billing/peers/charges.test.ts",
    "LobeHub #5443: an upgrade in the middle of a month costs the difference for the rest of it, and nothing for before",
  ]),
  failing("postiz #1904", "surprises with what is prorated", [
    "lib/billing/changes/accept.test.ts",
    "charges what the quote said, and is there when it answers",
  ]),
  failing("Autumn", "compares with Stripe one customer at a time, and repairs nothing", [
    "lib/billing/reconcile/drift.test.ts",
    "a corrupted %s is drift, and as it was after one run",
  ]),
  failing("vm0 #15772, better-auth #4539", "gives one card trial after trial", [
    "lib/billing/trials.test.ts",
    "gets no second one: on return the subscription is over, nothing was charged, and the page says why",
  ]),
  failing("chmonitor #2514", "resets usage with the calendar's month, not the one that is paid", [
    "lib/billing/peers/charges.test.ts",
    "chmonitor #2514: the first of the month gives nothing anew; the month that is paid for does",
  ]),
  failing("CMSaasStarter #187, Cashier #1603", "goes on charging whose account is gone", [
    "lib/privacy/leave.test.ts",
    "the database itself refuses to go on, whatever the code believes",
  ]),
  failing("open-saas #688", "credits one purchase twice", [
    "lib/usage/credits.test.ts",
    "is credited once, however often and at once it is told",
  ]),
  failing("langfuse #15917, #16292; vexa #350", "meters one use several times", [
    "lib/usage/ledger.test.ts",
    "of a source that was admitted before is refused, and takes nothing",
  ]),
  failing("LibreChat #14339", "bills both runs of a message whose answer was lost", [
    "lib/chat/send.test.ts",
    "three times at once is one call to the provider, one charge, and one answer that all three hear",
  ]),
  failing("LibreChat #2359", "adds to a balance by a negative price", [
    "lib/billing/peers/charges.test.ts",
    "LibreChat #2359: a negative price stops the start, and a negative count of tokens the charge",
  ]),
  failing("LibreChat", "writes the ledger and its balance by two statements", [
    "prisma/constraints.test.ts",
    "ledger_balance_moves_by_entries_only",
  ]),
  failing("Open WebUI #28084, vercel/chatbot", "gives usage back to who deletes the chat", [
    "lib/billing/peers/charges.test.ts",
    "Open WebUI #28084, vercel/chatbot: who deletes a chat gets nothing back of what it used",
  ]),
  failing("vercel/chatbot", "checks a quota, then counts against it", [
    "lib/usage/ledger.test.ts",
    "many sends at once for one person admit exactly what the allowance covers",
  ]),
  failing("LobeHub #7502, #19400", "lets a run cost more than anybody agreed to", [
    "lib/usage/ledger.test.ts",
    "that was exceeded costs the person what was held, and the operator the rest",
  ]),
  failing("Open WebUI #23926", "does not count what is called outside of a chat", [
    "lib/chat/titles.test.ts",
    "the model names a conversation, at the person's cost and once",
  ]),
];
