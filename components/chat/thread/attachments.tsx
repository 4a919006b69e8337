import { FileText } from "lucide-react";
import type { AttachmentView } from "@/lib/chat/schema";

/** The files of a question: pictures as themselves, others by name. They are the person's own, from this server. */
export function Attachments({ files }: { files: readonly AttachmentView[] }) {
  if (files.length === 0) return null;
  return (
    <ul aria-label="Files" className="flex max-w-[85%] flex-wrap justify-end gap-2">
      {files.map((file) => (
        <li key={file.id} className="min-w-0">
          <a
            href={`/api/files/${file.id}`}
            target="_blank"
            rel="noopener"
            className="block overflow-hidden rounded-lg border transition-colors hover:border-edge"
          >
            {file.kind === "image" ? <Thumbnail file={file} /> : <Document file={file} />}
          </a>
        </li>
      ))}
    </ul>
  );
}

function Thumbnail({ file: { id, name } }: { file: AttachmentView }) {
  return (
    // oxlint-disable-next-line nextjs/no-img-element -- private to its owner: nothing that could be resized and kept for all
    <img
      src={`/api/files/${id}`}
      alt={name}
      loading="lazy"
      decoding="async"
      width={160}
      height={160}
      className="size-40 object-cover"
    />
  );
}

function Document({ file: { name, pageCount } }: { file: AttachmentView }) {
  return (
    <span className="flex max-w-64 items-center gap-2 px-3 py-2 text-sm">
      <FileText className="size-4 shrink-0 text-muted" aria-hidden="true" />
      <span className="truncate">{name}</span>
      {pageCount === undefined ? null : (
        <span className="tabular shrink-0 text-muted text-xs">
          {pageCount} {pageCount === 1 ? "page" : "pages"}
        </span>
      )}
    </span>
  );
}
