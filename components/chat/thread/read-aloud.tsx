import { Square, Volume2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { useBrowserFact } from "@/components/ui/use-browser-fact";
import { speak } from "./speech";

/** Reads an answer aloud, in a browser that can. */
export function ReadAloud({ text }: { text: string }) {
  const canSpeak = useBrowserFact(() => "speechSynthesis" in window, false);
  const [isSpeaking, setSpeaking] = useState(false);
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);
  if (!canSpeak) return null;

  async function toggle() {
    if (isSpeaking) return stop.current?.();
    setSpeaking(true);
    let isOff = false;
    stop.current = () => {
      isOff = true;
      setSpeaking(false);
    };
    const { sentencesOf } = await import("./markdown/spoken");
    if (isOff) return undefined;
    stop.current = speak(sentencesOf(text), () => setSpeaking(false));
    return undefined;
  }

  return (
    <IconButton
      label={isSpeaking ? "Stop reading" : "Read aloud"}
      icon={
        isSpeaking ? (
          <Square className="size-4" aria-hidden="true" />
        ) : (
          <Volume2 className="size-4" aria-hidden="true" />
        )
      }
      onClick={() => void toggle()}
    />
  );
}
