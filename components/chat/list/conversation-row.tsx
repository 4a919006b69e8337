import { Archive, ArchiveRestore, Ellipsis, Pencil, Pin, PinOff, Trash2 } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import type { ConversationSummary } from "@/lib/chat/schema";
import { Renaming } from "./renaming";
import { type OnGone, useConversationActions } from "./use-conversation-actions";

type ConversationRowProps = {
  conversation: ConversationSummary;
  isOpen: boolean;
  /** The title with what was searched for marked; plain otherwise. */
  children?: ReactNode;
  /** Among others that were put away: each has its way back in one press, and need not say that it is one. */
  isShelved?: boolean;
  onGone?: OnGone;
};

/** One line; what can be done with it appears on hover, by keyboard, and always under a finger. */
export function ConversationRow({ conversation, isOpen, children, isShelved = false, onGone }: ConversationRowProps) {
  const { id, title, isArchived } = conversation;
  const [isRenaming, setRenaming] = useState(false);
  return (
    <li className="group/row relative [contain-intrinsic-size:auto_2rem] [content-visibility:auto]">
      <Link
        href={`/chat/${id}`}
        prefetch={false}
        title={title}
        aria-current={isOpen ? "page" : undefined}
        className={classNames(
          "flex h-8 items-center gap-1.5 rounded-md pl-2 transition-colors pointer-coarse:h-11",
          isShelved ? "pr-32 pointer-coarse:pr-36" : "pr-9 pointer-coarse:pr-12",
          isOpen ? "bg-line/60 font-medium" : "hover:bg-line/40 group-focus-within/row:bg-line/40",
        )}
      >
        <span className="truncate">{children ?? title}</span>
        {isArchived && !isShelved ? <Archive className="size-3.5 shrink-0 text-muted" aria-label="(archived)" /> : null}
      </Link>
      <div
        className={classNames(
          "absolute top-0 right-0 flex items-center",
          isShelved ? "" : "pointer-fine:opacity-0 group-hover/row:opacity-100",
          "group-focus-within/row:opacity-100 has-aria-expanded:opacity-100",
        )}
      >
        {isShelved ? <Unarchive conversation={conversation} onGone={onGone} /> : null}
        <RowMenu conversation={conversation} onRename={() => setRenaming(true)} onGone={onGone} />
      </div>
      <Renaming conversation={conversation} isOpen={isRenaming} onClose={() => setRenaming(false)} />
    </li>
  );
}

function Unarchive({ conversation, onGone }: Pick<RowMenuProps, "conversation" | "onGone">) {
  const { unarchive } = useConversationActions(onGone);
  return (
    <Button
      variant="quiet"
      size="sm"
      aria-label={`Unarchive ${conversation.title}`}
      onClick={() => void unarchive(conversation)}
    >
      <ArchiveRestore className="size-4" aria-hidden="true" />
      Unarchive
    </Button>
  );
}

type RowMenuProps = { conversation: ConversationSummary; onRename: () => void; onGone: OnGone | undefined };

function RowMenu({ conversation, onRename, onGone }: RowMenuProps) {
  const { title, isPinned, isArchived } = conversation;
  const { pin, archive, unarchive, remove } = useConversationActions(onGone);
  return (
    <Menu
      label={`Actions for ${title}`}
      align="end"
      trigger={<Ellipsis className="size-4" aria-hidden="true" />}
      triggerClassName="inline-flex size-8 items-center justify-center rounded-md text-muted transition-colors hover:text-text pointer-coarse:size-11"
    >
      {isArchived ? null : (
        <MenuItem onClick={() => void pin(conversation)}>
          {isPinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
          {isPinned ? "Unpin" : "Pin"}
        </MenuItem>
      )}
      <MenuItem onClick={onRename}>
        <Pencil aria-hidden="true" />
        Rename…
      </MenuItem>
      <MenuItem onClick={() => void (isArchived ? unarchive(conversation) : archive(conversation))}>
        {isArchived ? <ArchiveRestore aria-hidden="true" /> : <Archive aria-hidden="true" />}
        {isArchived ? "Unarchive" : "Archive"}
      </MenuItem>
      <MenuLine />
      <MenuItem tone="bad" onClick={() => void remove(conversation)}>
        <Trash2 aria-hidden="true" />
        Delete
      </MenuItem>
    </Menu>
  );
}
