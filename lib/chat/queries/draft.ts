import type { Prisma } from "@/lib/db/client";
import type { Model } from "@/lib/usage/models-file";
import type { Rules } from "@/lib/usage/rules";

/** What is asked for. */
export type Ask = Fresh | Reply | Again | Temporary;

type Question = {
  message: string;
  attachmentIds: readonly string[];
  /** Cut documents to the room there is, instead of refusing. */
  trimFiles: boolean;
};
type Settings = { instructions: string | undefined; temperatureCenti: number | undefined };

/** A first question, with which a conversation begins. */
export type Fresh = Question & Settings & { kind: "fresh"; title: string };
/** A question to an answer; without `parentId` to where the conversation stands. */
export type Reply = Question & { kind: "reply"; conversationId: string; parentId: string | undefined };
/** Another answer to a question that is there: beside `messageId`, or below it when that is the question itself. */
export type Again = {
  kind: "again";
  conversationId: string;
  messageId: string;
  /** What the answer begins with: the text of one that broke off. */
  prefix: string | undefined;
};
/** A question that is never stored, with what was said before. */
export type Temporary = Settings & { kind: "temporary"; message: string };

/** A send, before it is known whether it is admitted. */
export type Draft = {
  userId: string;
  /** Under which condition that is who asks; absent where it is known. */
  stands?: Prisma.Sql | undefined;
  ask: Ask;
  model: Model;
  /** The model that was asked for, where nothing covers it. */
  insteadOf?: string;
  clientRequestId: string;
  requestHash: string;
  /** At most so many tokens takes what the request itself brings, files apart. */
  ownTokens: number;
  rules: Rules;
  now: Date;
  /** For the throttle, the hold and the first sign of life. */
  wallNow: Date;
};

/** What a send will be called, if it is admitted. */
export type Ids = { generation: string; conversation: string; root: string; question: string; answer: string };
