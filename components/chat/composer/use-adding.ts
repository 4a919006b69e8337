import { type RefObject, useState } from "react";
import { useDesk } from "@/components/chat/room/use-desk";
import type { OpenChat } from "@/components/chat/room/use-conversation";
import { FILES_LIMIT } from "@/components/chat/state/limits";
import { discardFile } from "@/components/chat/stream/upload-file";
import { isLongPaste, pastedFile, withoutPasted } from "./pasted-text";
import { refocus } from "./refocus";

/** How files come to what is being written: chosen, pasted or dropped. */
export function useAdding(
  { draftKey, isTemporary }: Pick<OpenChat, "draftKey" | "isTemporary">,
  area: RefObject<HTMLElement | null>,
) {
  const { drafts, uploads } = useDesk();
  const [pasted, setPasted] = useState<string>();

  function add(files: readonly File[]): void {
    const taken = (drafts.read(draftKey).files?.length ?? 0) + uploads.read(draftKey).length;
    for (const [place, file] of files.entries()) {
      if (isTemporary) uploads.refuse(draftKey, file.name, "A temporary chat takes no files.");
      else if (taken + place < FILES_LIMIT) void uploads.add(draftKey, file);
      else uploads.refuse(draftKey, file.name, `At most ${FILES_LIMIT} files fit one message.`);
    }
  }

  return {
    add,
    remove(id: string) {
      drafts.detach(draftKey, id);
      refocus(area.current);
      void discardFile(id);
    },
    drop(id: string) {
      uploads.drop(draftKey, id);
      refocus(area.current);
    },
    /** Returns whether the paste is dealt with here. */
    paste({ files, text }: { files: readonly File[]; text: string }): boolean {
      if (files.length > 0) add(files);
      else setPasted(isLongPaste(text) && !isTemporary ? text : undefined);
      return files.length > 0;
    },
    /** A long text that was pasted and may become a file; nothing once it was taken out again. */
    longPaste: pasted !== undefined && withoutPasted(drafts.read(draftKey).text, pasted) !== undefined,
    attachPaste() {
      const rest = pasted === undefined ? undefined : withoutPasted(drafts.read(draftKey).text, pasted);
      setPasted(undefined);
      refocus(area.current);
      if (pasted === undefined || rest === undefined) return;
      drafts.type(draftKey, rest);
      add([pastedFile(pasted)]);
    },
    keepPaste() {
      setPasted(undefined);
      refocus(area.current);
    },
  };
}

export type Adding = ReturnType<typeof useAdding>;
