import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { Menu, MenuItem } from "@/components/ui/menu";
import type { ConversationSummary } from "@/lib/chat/schema";
import { DeleteDialog } from "./delete-dialog";
import { RenameDialog } from "./rename-dialog";

type ConversationRowProps = { conversation: ConversationSummary; isOpen: boolean };

/** One line; what can be done with it appears on hover, by keyboard, and always under a finger. */
export function ConversationRow({ conversation, isOpen }: ConversationRowProps) {
  const { id, title } = conversation;
  const [asked, ask] = useState<"rename" | "delete">();
  const close = () => ask(undefined);
  return (
    <li className="group/row relative">
      <Link
        href={`/chat/${id}`}
        prefetch={false}
        title={title}
        aria-current={isOpen ? "page" : undefined}
        className={classNames(
          "block h-8 truncate rounded-md pr-9 pl-2 leading-8 transition-colors pointer-coarse:h-11 pointer-coarse:pr-12 pointer-coarse:leading-11",
          isOpen ? "bg-line/60 font-medium" : "hover:bg-line/40 group-focus-within/row:bg-line/40",
        )}
      >
        {title}
      </Link>
      <div
        className={classNames(
          "absolute top-0 right-0 pointer-fine:opacity-0 group-hover/row:opacity-100",
          "group-focus-within/row:opacity-100 has-aria-expanded:opacity-100",
        )}
      >
        <Menu
          label={`Actions for ${title}`}
          align="end"
          trigger={<Ellipsis className="size-4" aria-hidden="true" />}
          triggerClassName="inline-flex size-8 items-center justify-center rounded-md text-muted transition-colors hover:text-text pointer-coarse:size-11"
        >
          <MenuItem onClick={() => ask("rename")}>
            <Pencil aria-hidden="true" />
            Rename…
          </MenuItem>
          <MenuItem tone="bad" onClick={() => ask("delete")}>
            <Trash2 aria-hidden="true" />
            Delete…
          </MenuItem>
        </Menu>
      </div>
      <RenameDialog conversation={conversation} isOpen={asked === "rename"} onClose={close} />
      <DeleteDialog conversation={conversation} isOpen={asked === "delete"} onClose={close} isShown={isOpen} />
    </li>
  );
}
