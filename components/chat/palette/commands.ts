import { ARCHIVE_PATH } from "@/components/chat/list/conversation-list";
import type { ModelChoice } from "@/components/chat/composer/model-choice";
import { NEW_CHAT_PATH, TEMPORARY_CHAT_PATH } from "@/components/chat/room/use-fresh-key";
import { THEMES, type Theme } from "@/components/shell/theme";
import type { ConversationSummary } from "@/lib/chat/schema";
import type { Command } from "./match";

/** What the commands act on, and what they call. */
export type Surroundings = {
  isAdmin: boolean;
  /** The conversation on the screen, once it has a name. */
  open: ConversationSummary | undefined;
  models: readonly ModelChoice[];
  go: (path: string) => void;
  act: Record<"pin" | "archive" | "unarchive" | "remove" | "copyLink", (conversation: ConversationSummary) => void>;
  rename: (conversation: ConversationSummary) => void;
  chooseModel: (id: string) => void;
  setTheme: (theme: Theme) => void;
  /** Ends the answer that is being written on the screen; absent when none is. */
  stop: (() => void) | undefined;
  showShortcuts: () => void;
  signOut: () => void;
};

/** Everything that can be done from here, in the order it is shown. */
export function commandsFor(around: Surroundings): Command[] {
  return [
    ...chatCommands(around),
    ...(around.open ? commandsOf(around.open, around) : []),
    ...placeCommands(around),
    ...modelCommands(around),
    ...THEMES.map((theme) => themeCommand(theme, around)),
    command("More", "Keyboard shortcuts", around.showShortcuts, { words: "keys help", keys: ["Mod", "/"] }),
    command("More", "Sign out", around.signOut, { words: "log out leave" }),
  ];
}

type Extra = Pick<Command, "words" | "keys">;

function command(group: Command["group"], label: string, run: () => void, extra: Extra = {}): Command {
  return { id: `${group}: ${label}`, group, label, run, ...extra };
}

function chatCommands({ go, stop }: Surroundings): Command[] {
  return [
    ...(stop ? [command("Chats", "Stop the answer", stop, { words: "cancel halt", keys: ["Esc"] })] : []),
    command("Chats", "New chat", () => go(NEW_CHAT_PATH), { words: "start begin", keys: ["Mod", "Shift", "O"] }),
    command("Chats", "New temporary chat", () => go(TEMPORARY_CHAT_PATH), { words: "private incognito not stored" }),
  ];
}

function commandsOf(open: ConversationSummary, { act, rename }: Surroundings): Command[] {
  const { isPinned, isArchived } = open;
  return [
    command("This chat", "Rename this chat", () => rename(open), { words: "title" }),
    ...(isArchived
      ? [command("This chat", "Unarchive this chat", () => act.unarchive(open), { words: "restore" })]
      : [
          command("This chat", isPinned ? "Unpin this chat" : "Pin this chat", () => act.pin(open), {
            words: "keep top",
          }),
          command("This chat", "Archive this chat", () => act.archive(open), { words: "put away hide" }),
        ]),
    command("This chat", "Copy the link to this chat", () => act.copyLink(open), { words: "address url" }),
    command("This chat", "Delete this chat", () => act.remove(open), { words: "remove trash" }),
  ];
}

function placeCommands({ go, isAdmin }: Surroundings): Command[] {
  return [
    command("Go to", "Usage", () => go("/usage"), { words: "receipts allowance tokens statement cost" }),
    command("Go to", "Plan and billing", () => go("/billing"), { words: "money invoice card subscription upgrade" }),
    command("Go to", "Settings", () => go("/settings"), { words: "account password name" }),
    command("Go to", "Archived chats", () => go(ARCHIVE_PATH), { words: "old" }),
    ...(isAdmin ? [command("Go to", "Admin", () => go("/admin/billing"), { words: "revenue webhooks" })] : []),
  ];
}

/** Only those that the plan has: the picker says which plan opens the others. */
function modelCommands({ models, chooseModel }: Surroundings): Command[] {
  return models
    .filter(({ openedBy }) => openedBy === undefined)
    .map(({ id, label }) => command("Model", `Answer with ${label}`, () => chooseModel(id), { words: "model" }));
}

const THEME_WORDS: Record<Theme, string> = { system: "As the system", light: "Light", dark: "Dark" };

function themeCommand(theme: Theme, { setTheme }: Surroundings): Command {
  return command("Look", `Theme: ${THEME_WORDS[theme]}`, () => setTheme(theme), { words: "dark light night day mode" });
}
