import { Code, Workflow } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { CodeBlock } from "./code-block";
import { diagramPage, DiagramNews } from "./diagram-page";
import { library, useLibrary } from "./library";
import { useIsDark } from "./use-is-dark";

/** UTF-16 units. */
const SOURCE_LIMIT = 20_000;
const PATIENCE_MS = 15_000;

const drawing = library(async () => {
  // As text: it never runs on this page, only in the frame below.
  const answer = await fetch(new URL("@mermaid-js/tiny/dist/mermaid.tiny.js", import.meta.url));
  if (!answer.ok) throw new Error(`The drawing library answered ${answer.status}`);
  return answer.text();
});

/**
 * A Mermaid diagram. The library that draws it is large and has had holes, so it works in a frame of no origin that can
 * fetch nothing and reach nothing, and that tells us only how high it is.
 */
export function Diagram({ source }: { source: string }) {
  const [state, setState] = useState<"drawn" | "failed">();
  const [wantsSource, setWantsSource] = useState(false);
  const isTooLong = source.length > SOURCE_LIMIT;
  if (state === "failed" || isTooLong) {
    return (
      <div className="grid gap-2">
        <p className="text-muted text-sm">
          {isTooLong ? "This diagram is too large to draw." : "This diagram could not be drawn."} Here is its source.
        </p>
        <CodeBlock code={source} info="mermaid" />
      </div>
    );
  }
  if (wantsSource) {
    const icon = <Workflow className="size-4" aria-hidden="true" />;
    const back = <IconButton label="Show diagram" icon={icon} onClick={() => setWantsSource(false)} />;
    return <CodeBlock code={source} info="mermaid" action={back} />;
  }
  return (
    <figure className="relative rounded-lg border" aria-label="Diagram" aria-busy={state === undefined}>
      <DiagramFrame source={source} onEnd={setState} />
      <figcaption className="absolute top-1 right-1">
        <IconButton
          label="Show source"
          icon={<Code className="size-4" aria-hidden="true" />}
          onClick={() => setWantsSource(true)}
        />
      </figcaption>
    </figure>
  );
}

function DiagramFrame({ source, onEnd }: { source: string; onEnd: (state: "drawn" | "failed") => void }) {
  const code = useLibrary(drawing);
  const isDark = useIsDark();
  const frame = useRef<HTMLIFrameElement>(null);
  const [heightPx, setHeightPx] = useState(160);
  const page = useMemo(
    () => (code === undefined ? undefined : diagramPage(source, code, { isDark, nonce: nonceHere() })),
    [code, source, isDark],
  );

  useEffect(() => {
    const timer = setTimeout(() => onEnd("failed"), PATIENCE_MS);
    function hear(event: MessageEvent<unknown>) {
      if (event.source !== frame.current?.contentWindow) return;
      const news = DiagramNews.safeParse(event.data).data;
      if (!news) return;
      clearTimeout(timer);
      if (news.diagram === "drawn") setHeightPx(news.heightPx);
      onEnd(news.diagram);
    }
    window.addEventListener("message", hear);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("message", hear);
    };
  }, [onEnd]);

  if (page === undefined) return <div style={{ height: heightPx }} />;
  return (
    <iframe
      ref={frame}
      title="Diagram"
      sandbox="allow-scripts"
      srcDoc={page}
      style={{ height: heightPx }}
      className="block w-full"
    />
  );
}

/** The frame inherits this page's policy, which lets scripts run by their nonce alone. */
function nonceHere(): string {
  return document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
}
