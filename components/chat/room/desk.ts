import { type ChatStore, chatStore } from "@/components/chat/state/chat-store";
import { type DraftBox, draftBox } from "@/components/chat/state/draft-box";
import { type UploadFile, type UploadShelf, uploadShelf } from "@/components/chat/state/upload-shelf";
import { patiently } from "@/components/ui/patiently";
import { type Rereading, readAgain } from "./read-again";

/** What all screens of the chat work at: the answers that are arriving, the drafts, and the files on their way. */
export type Desk = {
  store: ChatStore;
  drafts: DraftBox;
  uploads: UploadShelf;
  readAgain: (id: string, around: Rereading) => Promise<void>;
};

/** `viewerId` is whose drafts these are. */
export function newDesk(viewerId: string): Desk {
  const store = chatStore();
  const drafts = draftBox(viewerId, browserStorage());
  return {
    store,
    drafts,
    uploads: uploadShelf({ drafts, upload }),
    readAgain: (id, around) => readAgain(id, { ...around, store }),
  };
}

/** What sends files comes with the first of them. */
const upload: UploadFile = async (file, options) => {
  const { uploadSized } = await patiently(() => import("@/components/chat/composer/sized-upload"));
  return uploadSized(file, options);
};

/** None on the server, and where the browser forbids it. */
function browserStorage(): Storage | undefined {
  try {
    return globalThis.window?.localStorage;
  } catch {
    // Reading the property is what is forbidden. Drafts then last as long as the page.
    return undefined;
  }
}
