import type {
  ArchiveConversation,
  ConversationPage,
  ConversationRef,
  ConversationSettings,
  ConversationSummary,
  FindConversations,
  GiveFeedback,
  OlderMessages,
  PathPage,
  PinConversation,
  RenameConversation,
  SelectBranch,
} from "@/lib/chat/schema";

/** What an action answers: the sentence of a refusal is for the person. */
export type Answer = { ok: true } | Refusal;
type Refusal = { ok: false; code?: string; message: string };

/** What the chat asks of the server apart from answers. What gives no {@link Answer} throws a {@link Refused}. */
export type ChatActions = {
  /** A page of the list, the first one without a cursor; the first one has the pinned ones too. */
  list: (cursor?: string) => Promise<ConversationPage>;
  listArchived: (cursor?: string) => Promise<ConversationPage>;
  find: (input: FindConversations) => Promise<ConversationSummary[]>;
  rename: (input: RenameConversation) => Promise<Answer>;
  pin: (input: PinConversation) => Promise<Answer>;
  archive: (input: ArchiveConversation) => Promise<Answer>;
  remove: (input: ConversationRef) => Promise<Answer>;
  /** Takes a removal back. */
  restore: (input: ConversationRef) => Promise<Answer>;
  configure: (input: ConversationSettings) => Promise<Answer>;
  feedback: (input: GiveFeedback) => Promise<Answer>;
  /** The newest page of the open path, as it is stored by now. */
  path: (input: ConversationRef) => Promise<PathPage>;
  older: (input: OlderMessages) => Promise<PathPage>;
  /** The newest page of the path that is open then. */
  selectBranch: (input: SelectBranch) => Promise<PathPage>;
};

type Reading = "list" | "listArchived" | "find" | "path" | "older" | "selectBranch";
type Value<Action> = Action extends (input: never) => Promise<infer Result> ? Result : never;

/** The same as the server has them: none of them throws unless it can not be reached. */
export type ServedActions = Omit<ChatActions, Reading> & {
  [Name in Reading]: (
    input: Parameters<ChatActions[Name]>[0],
  ) => Promise<{ ok: true; value: Value<ChatActions[Name]> } | Refusal>;
};

/** Why the server did not answer. The message is a sentence for the person. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: string | undefined;

  constructor({ code, message }: Refusal) {
    super(message);
    this.code = code;
  }
}

type Watching = {
  /** The session ended meanwhile; what was asked for is refused all the same. */
  onSignedOut: () => void;
  /** A conversation was named, moved or deleted here. */
  onChanged: (change: { type: "renamed" | "deleted"; conversationId: string }) => void;
};

/** The actions as the components use them. */
export function chatActions(served: ServedActions, { onSignedOut, onChanged }: Watching): ChatActions {
  function noted<Answered extends { ok: true } | Refusal>(answer: Answered): Answered {
    if (!answer.ok && answer.code === SIGNED_OUT) onSignedOut();
    return answer;
  }
  function reading<Input, Result>(action: (input: Input) => Promise<{ ok: true; value: Result } | Refusal>) {
    return async (input: Input): Promise<Result> => {
      const answer = noted(await action(input));
      if (!answer.ok) throw new Refused(answer);
      return answer.value;
    };
  }
  function changing<Input extends ConversationRef>(
    action: (input: Input) => Promise<Answer>,
    type: "renamed" | "deleted" = "renamed",
  ) {
    return async (input: Input): Promise<Answer> => {
      const answer = noted(await action(input));
      if (answer.ok) onChanged({ type, conversationId: input.conversationId });
      return answer;
    };
  }
  return {
    list: reading(served.list),
    listArchived: reading(served.listArchived),
    find: reading(served.find),
    path: reading(served.path),
    older: reading(served.older),
    selectBranch: reading(served.selectBranch),
    rename: changing(served.rename),
    pin: changing(served.pin),
    archive: changing(served.archive),
    remove: changing(served.remove, "deleted"),
    restore: changing(served.restore),
    configure: async (input) => noted(await served.configure(input)),
    feedback: async (input) => noted(await served.feedback(input)),
  };
}

/** The code of whoever has no session, from the actions and the API alike. */
export const SIGNED_OUT = "unauthenticated";
