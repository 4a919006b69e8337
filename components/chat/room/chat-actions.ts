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
export type Answer = { ok: true } | { ok: false; message: string };

/** What the chat asks of the server apart from answers. What gives no {@link Answer} throws when it fails. */
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
