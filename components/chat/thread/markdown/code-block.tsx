import { Download, WrapText } from "lucide-react";
import { type ReactNode, useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { classNames } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { CodeText } from "./code-text";
import { fileNameOf } from "./file-name";
import { nameOf } from "./languages";
import { saveFile } from "./save-file";

/** Code as it is, with its language, ways to take it along, and long lines that scroll by themselves or wrap. */
export function CodeBlock({ code, info, action }: { code: string; info: string; action?: ReactNode }) {
  const [isWrapped, setWrapped] = useState(false);
  const language = nameOf(info);
  return (
    <figure className="overflow-hidden rounded-lg border" aria-label={language ? `${language} code` : "Code"}>
      <figcaption className="flex h-9 items-center justify-between border-b bg-quiet pr-1 pl-3 text-muted text-xs pointer-coarse:h-11">
        <span className="min-w-0 truncate">{language || "text"}</span>
        <span className="flex shrink-0 items-center">
          {action}
          <IconButton
            label="Wrap long lines"
            aria-pressed={isWrapped}
            icon={<WrapText className="size-4" aria-hidden="true" />}
            onClick={() => setWrapped(!isWrapped)}
            className="aria-pressed:text-accent"
          />
          <IconButton
            label="Download code"
            icon={<Download className="size-4" aria-hidden="true" />}
            onClick={() => saveFile(fileNameOf(info, code), code)}
          />
          <CopyButton label="Copy code" text={code} />
        </span>
      </figcaption>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto px-3 py-3 font-mono text-sm leading-6">
        <code className={classNames(isWrapped && "whitespace-pre-wrap wrap-anywhere")}>
          <CodeText code={code} info={info} />
        </code>
      </pre>
    </figure>
  );
}
