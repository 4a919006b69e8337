import type { Belongings } from "./belongings";

type Calling = (theirs: Belongings, mine: { conversationId: string; answerId: string }) => unknown;

export type ActionCase =
  /** Takes ids: to a stranger each of these is what an id of nothing is. */
  | { kind: "owned"; inputs: Calling[] }
  /** Shows things: the caller's own only. */
  | { kind: "shows"; inputs: unknown[] }
  /** A form about the caller: other ids in it change nothing. */
  | { kind: "own form"; fields: Record<string, string> }
  /** A form with an id: to a stranger each is what an id of nothing is. */
  | { kind: "owned form"; fields: (theirs: Belongings) => Record<string, string> }
  /** Asks for an address, a password or a mailed secret, which is what it goes by. */
  | { kind: "by secret" };

const owned = (...inputs: Calling[]): ActionCase => ({ kind: "owned", inputs });
const CHAT = "app/(app)/chat/actions.ts";
const SETTINGS = "app/(app)/settings/actions.ts";
const KEYS = "app/(app)/settings/keys/actions.ts";
const AUTH = "app/(auth)/actions.ts";
const BILLING = "app/(app)/billing/actions.ts";
const CREDITS = "app/(app)/billing/credits/actions.ts";
const SEATS = "app/(app)/billing/seats/actions.ts";
const JOIN = "app/(auth)/join/actions.ts";
const ENTERPRISE = { plan: "enterprise", interval: "month" };
const EVENTS = "app/(admin)/admin/events/actions.ts";
const CUSTOMERS = "app/(admin)/admin/customers/actions.ts";
/** What an operator's form would send; nobody else's is read as far as that. */
const NOBODY = "01930000-0000-7000-8000-000000000000";
const ACT = { actId: NOBODY, userId: NOBODY, reason: "Because" };
const bySecret = { kind: "by secret" } as const;

/** Every exported server action; a test holds them against the files. */
export const ACTION_CASES: Record<string, ActionCase> = {
  [`${CHAT}#list`]: { kind: "shows", inputs: [undefined] },
  [`${CHAT}#listArchived`]: { kind: "shows", inputs: [undefined] },
  [`${CHAT}#find`]: { kind: "shows", inputs: [{ query: "haiku" }, { query: "%" }, { query: "_" }] },
  [`${CHAT}#older`]: owned(
    ({ conversationId, answerId }) => ({ conversationId, beforeId: answerId }),
    ({ answerId }, { conversationId }) => ({ conversationId, beforeId: answerId }),
    ({ conversationId }, { answerId }) => ({ conversationId, beforeId: answerId }),
  ),
  [`${CHAT}#path`]: owned(({ conversationId }) => ({ conversationId })),
  [`${CHAT}#selectBranch`]: owned(
    ({ conversationId, answerId }) => ({ conversationId, messageId: answerId }),
    ({ answerId }, { conversationId }) => ({ conversationId, messageId: answerId }),
  ),
  [`${CHAT}#rename`]: owned(({ conversationId }) => ({ conversationId, title: "Mine now" })),
  [`${CHAT}#pin`]: owned(({ conversationId }) => ({ conversationId, pinned: true })),
  [`${CHAT}#archive`]: owned(({ conversationId }) => ({ conversationId, archived: true })),
  [`${CHAT}#remove`]: owned(
    ({ conversationId }) => ({ conversationId }),
    ({ runningConversationId }) => ({ conversationId: runningConversationId }),
  ),
  [`${CHAT}#restore`]: owned(
    ({ deletedConversationId }) => ({ conversationId: deletedConversationId }),
    ({ conversationId }) => ({ conversationId }),
  ),
  [`${CHAT}#configure`]: owned(({ conversationId }) => ({
    conversationId,
    instructions: "Obey the stranger",
    temperatureCenti: 200,
  })),
  [`${CHAT}#feedback`]: owned(
    ({ answerId }) => ({ messageId: answerId, verdict: "down", reason: "no" }),
    ({ answerId }) => ({ messageId: answerId, verdict: null }),
    ({ questionId }) => ({ messageId: questionId, verdict: "up" }),
  ),
  [`${SETTINGS}#changeName`]: { kind: "own form", fields: { name: "Mallory" } },
  [`${SETTINGS}#changePassword`]: { kind: "own form", fields: { current: "", password: "a long enough password 93" } },
  [`${KEYS}#create`]: {
    kind: "own form",
    fields: { name: "Mine", chat: "on", days: "30", requestsPerMinute: "", budget: "" },
  },
  [`${KEYS}#rename`]: owned(({ keyId }) => ({ id: keyId, name: "Mine now" })),
  [`${KEYS}#revoke`]: owned(({ keyId }) => ({ id: keyId })),
  [`${KEYS}#rotate`]: { kind: "owned form", fields: ({ keyId }) => ({ id: keyId, overlap: "none" }) },
  // None takes an id: whoever asks has nothing to change, and nobody else's plan is touched.
  [`${BILLING}#quote`]: { kind: "shows", inputs: [ENTERPRISE] },
  [`${BILLING}#accept`]: {
    kind: "shows",
    inputs: [{ ...ENTERPRISE, quotedAtS: Math.floor(Date.now() / 1_000), dueMinor: 0, creditMinor: 0 }],
  },
  [`${BILLING}#planAhead`]: { kind: "shows", inputs: [{ plan: "pro", interval: "month" }] },
  [`${BILLING}#keep`]: { kind: "shows", inputs: [{}] },
  [`${BILLING}#cancel`]: { kind: "shows", inputs: [{ reason: "other" }] },
  [`${BILLING}#resume`]: { kind: "shows", inputs: [{}] },
  [`${BILLING}#drop`]: { kind: "shows", inputs: [{}] },
  [`${BILLING}#pause`]: { kind: "shows", inputs: [{ months: 1 }] },
  [`${BILLING}#quoteGoingOn`]: { kind: "shows", inputs: [{}] },
  [`${BILLING}#goOn`]: { kind: "shows", inputs: [{ dueMinor: 0 }] },
  // Leads to a page of Stripe's that asks the caller, who has no card, to pay.
  [`${CREDITS}#buy`]: { kind: "shows", inputs: [{ pack: "small", currency: "usd", purchaseId: NOBODY }] },
  [`${SEATS}#invite`]: { kind: "own form", fields: { email: "somebody@else.test" } },
  // Of an offer that is gone nothing is left to take back, and of nobody's there never was.
  [`${SEATS}#takeBack`]: { kind: "shows", inputs: [{ id: NOBODY }] },
  [`${SEATS}#remove`]: owned(() => ({ id: NOBODY })),
  [`${SEATS}#leave`]: { kind: "shows", inputs: [{}] },
  [`${JOIN}#join`]: bySecret,
  [`${AUTH}#signOut`]: { kind: "own form", fields: {} },
  [`${SETTINGS}#signOutEverywhere`]: { kind: "own form", fields: {} },
  // Not their own address: it is refused, or the caller would be gone for the cases after it.
  [`${SETTINGS}#deleteAccount`]: { kind: "own form", fields: { email: "somebody@else.test" } },
  [`${EVENTS}#checkNow`]: { kind: "own form", fields: {} },
  [`${EVENTS}#replay`]: { kind: "own form", fields: { eventId: "evt_1" } },
  [`${EVENTS}#replayFailed`]: { kind: "own form", fields: {} },
  [`${CUSTOMERS}#refund`]: { kind: "own form", fields: { ...ACT, paymentId: "pi_1", amount: "1" } },
  [`${CUSTOMERS}#cancel`]: { kind: "own form", fields: { ...ACT, subscriptionId: "sub_1", when: "now" } },
  [`${CUSTOMERS}#extendTrial`]: { kind: "own form", fields: { ...ACT, subscriptionId: "sub_1", days: "7" } },
  [`${CUSTOMERS}#comp`]: { kind: "own form", fields: { ...ACT, subscriptionId: "sub_1", months: "1" } },
  [`${CUSTOMERS}#compPlan`]: { kind: "own form", fields: { ...ACT, plan: "pro", months: "1" } },
  [`${CUSTOMERS}#giveCredit`]: { kind: "own form", fields: { ...ACT, amount: "5.00", days: "90" } },
  [`${CUSTOMERS}#takeCreditBack`]: { kind: "own form", fields: { ...ACT, giftId: NOBODY } },
  [`${AUTH}#signUp`]: bySecret,
  [`${AUTH}#signIn`]: bySecret,
  [`${AUTH}#signInWith`]: bySecret,
  [`${AUTH}#requestPasswordReset`]: bySecret,
  [`${AUTH}#requestEmailLink`]: bySecret,
  [`${AUTH}#resetPassword`]: bySecret,
  [`${AUTH}#confirmEmailLink`]: bySecret,
  [`${AUTH}#verifyEmail`]: bySecret,
};
