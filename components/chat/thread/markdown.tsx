import { Streamdown, type UrlTransform } from "streamdown";
import { classNames } from "@/components/ui/class-names";
import { PARTS } from "./markdown-parts";

/** What an answer may be made of. Anything else that Markdown could become is dropped. */
const ALLOWED =
  "p br hr strong em del sup a img blockquote section h1 h2 h3 h4 h5 h6 ul ol li input code pre table thead tbody tr th td".split(
    " ",
  );

const SAFE_PROTOCOLS = new Set(["http:", "https:", "mailto:"]);

/** Soft, and at the end of the text, wherever that is in the last block. */
const CARET = classNames(
  "data-writing:[&>:is(p,h1,h2,h3,h4,h5,h6):last-child]:after:animate-breathe",
  "data-writing:[&>:is(p,h1,h2,h3,h4,h5,h6):last-child]:after:content-['▍']",
  "data-writing:[&>:is(p,h1,h2,h3,h4,h5,h6):last-child]:after:text-muted",
  "data-writing:[&>:is(ul,ol):last-child>li:last-child]:after:animate-breathe",
  "data-writing:[&>:is(ul,ol):last-child>li:last-child]:after:content-['▍']",
  "data-writing:[&>:is(ul,ol):last-child>li:last-child]:after:text-muted",
);

/**
 * An answer's Markdown. What a model writes is a stranger's text: HTML in it stays text, nothing is fetched until
 * someone asks for it, and only links to web pages and addresses are links. Blocks that are complete are not parsed
 * again while the rest streams in.
 */
export function Markdown({ text, isWriting }: { text: string; isWriting: boolean }) {
  return (
    <Streamdown
      mode={isWriting ? "streaming" : "static"}
      className={classNames("space-y-0 grid gap-4 text-base wrap-anywhere", CARET)}
      components={PARTS}
      // None: the allow-list above needs no sanitiser behind it, because no HTML is ever parsed.
      rehypePlugins={[]}
      allowedElements={ALLOWED}
      unwrapDisallowed
      urlTransform={safeUrl}
      linkSafety={{ enabled: false }}
      controls={false}
      {...(isWriting ? { "data-writing": "" } : {})}
    >
      {text}
    </Streamdown>
  );
}

/** Undefined makes a link plain text. Footnotes link within the page. */
export const safeUrl: UrlTransform = (url) => {
  if (url.startsWith("#")) return url;
  return URL.canParse(url) && SAFE_PROTOCOLS.has(new URL(url).protocol) ? url : undefined;
};
