import { v7 } from "uuid";
import type { Belongings } from "./belongings";
import type { Ask } from "./calling";

/** What somebody signed in asks with the ids of another one's things. `mine` are his own. */
type Asking = (theirs: Belongings, mine: { conversationId: string; answerId: string }) => Ask;

export type Case =
  /** Takes ids: to a stranger each of these is what an id of nothing is. */
  | { kind: "owned"; asks: Record<string, Asking> }
  /** Takes none: whatever is asked is about the caller. */
  | { kind: "own"; ask: Ask; answers: number }
  /** For everybody, signed in or not. */
  | { kind: "open" };

const send = (body: Record<string, unknown>): Ask => ({
  method: "POST",
  path: "/api/openai/chat",
  json: { clientRequestId: v7(), ...body },
});
const message = "Let me in [sandbox:fast]";
const open = { kind: "open" } as const;

/** By method and folder; a test holds them against the files and what these answer to OPTIONS. */
export const CASES: Record<string, Case> = {
  "POST /api/openai/chat": {
    kind: "owned",
    asks: {
      "in their conversation": ({ conversationId }) => send({ conversationId, message }),
      "in their deleted conversation": ({ deletedConversationId }) =>
        send({ conversationId: deletedConversationId, message }),
      "below their answer, in their conversation": ({ conversationId, answerId }) =>
        send({ conversationId, parentId: answerId, message }),
      "below their answer, in one's own": ({ answerId }, { conversationId }) =>
        send({ conversationId, parentId: answerId, message }),
      "below one's own answer, in theirs": ({ conversationId }, { answerId }) =>
        send({ conversationId, parentId: answerId, message }),
      "with their file": ({ fileId }) => send({ attachmentIds: [fileId], message }),
      "with their file that was sent, in one's own": ({ sentFileId }, { conversationId }) =>
        send({ conversationId, attachmentIds: [sentFileId], trimFiles: true, message }),
      "another answer": ({ conversationId, answerId }) => send({ conversationId, regenerate: answerId }),
      "another answer to their question": ({ conversationId, questionId }) =>
        send({ conversationId, regenerate: questionId }),
      "another answer, as if it were one's own": ({ answerId }, { conversationId }) =>
        send({ conversationId, regenerate: answerId }),
      "the rest of an answer": ({ shortConversationId, shortAnswerId }) =>
        send({ conversationId: shortConversationId, continue: shortAnswerId }),
      "the rest, as if it were one's own": ({ shortAnswerId }, { conversationId }) =>
        send({ conversationId, continue: shortAnswerId }),
    },
  },
  "GET /api/openai/chat/[generationId]/stream": {
    kind: "owned",
    asks: {
      "that is being written": ({ runningId }) => stream(runningId),
      "that is over": ({ generationId }) => stream(generationId),
      "from where they are": ({ runningId }) => stream(runningId, { "last-event-id": "3" }),
      "from beyond its end": ({ generationId }) => stream(generationId, { "last-event-id": "2147483647" }),
    },
  },
  "POST /api/openai/chat/[generationId]/stop": {
    kind: "owned",
    asks: {
      "that is being written": ({ runningId }) => stop(runningId),
      "that is over": ({ generationId }) => stop(generationId),
      "with what was seen": ({ runningId }) => ({ ...stop(runningId), json: { seenLength: 0 } }),
    },
  },
  "GET /api/openapi.json": open,
  // Whose role is another is told that there is no such thing.
  "GET /api/admin/export/[table]": {
    kind: "own",
    ask: { method: "GET", path: "/api/admin/export/payments" },
    answers: 404,
  },
  // Of a stranger who has used nothing.
  "GET /api/openai/usage": { kind: "own", ask: { method: "GET", path: "/api/openai/usage" }, answers: 200 },
  "GET /api/usage/receipts": { kind: "own", ask: { method: "GET", path: "/api/usage/receipts" }, answers: 200 },
  "GET /api/usage/statements/[id]/pdf": { kind: "owned", asks: { "": ({ cycleId }) => statement(cycleId, "pdf") } },
  "GET /api/usage/statements/[id]/csv": { kind: "owned", asks: { "": ({ cycleId }) => statement(cycleId, "csv") } },
  "GET /api/admin/margin/[month]": {
    kind: "own",
    ask: { method: "GET", path: "/api/admin/margin/2026-11" },
    answers: 404,
  },
  "POST /api/files": { kind: "own", ask: { method: "POST", path: "/api/files", json: {} }, answers: 400 },
  "GET /api/files/[id]": {
    kind: "owned",
    asks: {
      "of no message": ({ fileId }) => ({ method: "GET", path: `/api/files/${fileId}` }),
      "of a message": ({ sentFileId }) => ({ method: "GET", path: `/api/files/${sentFileId}` }),
      "its head": ({ sentFileId }) => ({ method: "HEAD", path: `/api/files/${sentFileId}` }),
    },
  },
  "DELETE /api/files/[id]": {
    kind: "owned",
    asks: {
      "of no message": ({ fileId }) => ({ method: "DELETE", path: `/api/files/${fileId}` }),
      "of a message": ({ sentFileId }) => ({ method: "DELETE", path: `/api/files/${sentFileId}` }),
    },
  },
  "GET /api/subscriptions/[id]": {
    kind: "owned",
    asks: { "": ({ subscriptionId }) => ({ method: "GET", path: `/api/subscriptions/${subscriptionId}` }) },
  },
  // There is nothing of one's own to manage yet, whoever else has something.
  "POST /api/stripe/portal-session": {
    kind: "own",
    ask: { method: "POST", path: "/api/stripe/portal-session" },
    answers: 409,
  },
  "POST /api/stripe/checkout-session": {
    kind: "own",
    ask: { method: "POST", path: "/api/stripe/checkout-session", json: { plan: "pro", interval: "month" } },
    answers: 200,
  },
  // A stranger has no saved card, whoever else has one: the answer leads to a checkout of their own.
  "POST /api/stripe/create-subscription": {
    kind: "own",
    ask: { method: "POST", path: "/api/stripe/create-subscription", json: { plan: "pro", interval: "month" } },
    answers: 409,
  },
  // Opens a payment of the caller's own, and charges nothing.
  "POST /api/stripe/payment-intent": {
    kind: "own",
    ask: { method: "POST", path: "/api/stripe/payment-intent", json: { pack: "small", currency: "usd" } },
    answers: 200,
  },
  // A cookie is no key there, whoever's it is; the key says whose everything is.
  "GET /api/v1/models": withoutKey("GET", "/models"),
  "GET /api/v1/models/[...id]": withoutKey("GET", "/models/parley-swift"),
  "POST /api/v1/chat/completions": withoutKey("POST", "/chat/completions"),
  "POST /api/v1/embeddings": withoutKey("POST", "/embeddings"),
  "GET /api/health": open,
  "GET /api/health/ready": open,
  // What is asked there is signed by Stripe, or answered from the caller's own cookies by Auth.js.
  "POST /api/webhooks/stripe": open,
  "GET /api/auth/[...nextauth]": open,
  "POST /api/auth/[...nextauth]": open,
};

function withoutKey(method: string, path: string): Case {
  return { kind: "own", ask: { method, path: `/api/v1${path}` }, answers: 401 };
}

function stream(id: string, headers: Record<string, string> = {}): Ask {
  return { method: "GET", path: `/api/openai/chat/${id}/stream`, headers };
}

function stop(id: string): Ask {
  return { method: "POST", path: `/api/openai/chat/${id}/stop` };
}

function statement(id: string, form: "pdf" | "csv"): Ask {
  return { method: "GET", path: `/api/usage/statements/${id}/${form}` };
}
