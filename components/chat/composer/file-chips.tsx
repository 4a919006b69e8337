import { FileText, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Upload } from "@/components/chat/state/upload-shelf";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import type { AttachmentView } from "@/lib/chat/schema";
import { sizeText } from "./size-text";

type FileChipsProps = {
  files: readonly AttachmentView[];
  uploads: readonly Upload[];
  onRemove: (id: string) => void;
  /** Ends an upload, or takes away one that failed. */
  onDrop: (id: string) => void;
};

/** The files that go with the message that is being written. */
export function FileChips({ files, uploads, onRemove, onDrop }: FileChipsProps) {
  if (files.length + uploads.length === 0) return null;
  return (
    <ul aria-label="Files" className="flex max-h-[min(12rem,25dvh)] flex-wrap gap-2 overflow-y-auto px-2 pt-2">
      {/* First, so that why one was not taken is seen where there is room for few. */}
      {uploads.map((upload) => (
        <UploadChip key={upload.id} upload={upload} onDrop={() => onDrop(upload.id)} />
      ))}
      {files.map(({ id, name, kind, sizeBytes }) => (
        <Chip
          key={id}
          name={name}
          icon={kind === "image" ? <Thumbnail id={id} /> : <FileText />}
          onRemove={() => onRemove(id)}
        >
          {sizeText(sizeBytes)}
        </Chip>
      ))}
    </ul>
  );
}

/** Which picture it is, at a glance; its name stands beside it. */
function Thumbnail({ id }: { id: string }) {
  return (
    // oxlint-disable-next-line nextjs/no-img-element -- private to its owner: nothing that could be resized and kept for all
    <img src={`/api/files/${id}`} alt="" decoding="async" className="-ml-1.5 size-9 shrink-0 rounded-sm object-cover" />
  );
}

function UploadChip({ upload, onDrop }: { upload: Upload; onDrop: () => void }) {
  const { name, progress, problem } = upload;
  if (problem !== undefined) {
    return (
      <Chip name={name} icon={<TriangleAlert className="text-bad" />} isBad onRemove={onDrop}>
        <span role="alert">{problem}</span>
      </Chip>
    );
  }
  const percent = Math.round(progress * 100);
  return (
    <Chip name={name} icon={<FileText />} onRemove={onDrop}>
      <progress aria-label={`Uploading ${name}`} value={percent} max={100} className="sr-only" />
      <span aria-hidden="true" className="tabular">
        {percent < 100 ? `${percent} %` : "Reading…"}
      </span>
    </Chip>
  );
}

type ChipProps = { name: string; icon: ReactNode; isBad?: boolean; onRemove: () => void; children: ReactNode };

function Chip({ name, icon, isBad = false, onRemove, children }: ChipProps) {
  return (
    <li
      className={classNames(
        "flex min-w-0 max-w-full items-center gap-2 rounded-md border py-1 pr-1 pl-2.5 [&>svg]:size-4 [&>svg]:shrink-0",
        isBad ? "border-bad/35" : "text-muted",
      )}
    >
      {icon}
      <span className="grid min-w-0">
        <span className="truncate text-sm text-text">{name}</span>
        <span className="text-muted text-xs">{children}</span>
      </span>
      <IconButton
        label={`Remove ${name}`}
        side="top"
        icon={<X className="size-4" aria-hidden="true" />}
        onClick={onRemove}
      />
    </li>
  );
}
