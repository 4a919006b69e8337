import { Mic, MicOff } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { IconButton } from "@/components/ui/icon-button";

type VoiceButtonProps = {
  locale: string;
  /** What stands in the field. */
  read: () => string;
  write: (text: string) => void;
};

/** Writes what is said. Only where the browser has it; what it needs comes with the first press. */
export function VoiceButton({ locale, read, write }: VoiceButtonProps) {
  const isThere = useSyncExternalStore(noChange, hasRecognition, () => false);
  const stop = useRef<() => void>(undefined);
  const [isListening, setListening] = useState(false);
  const [problem, setProblem] = useState<string>();
  useEffect(() => () => stop.current?.(), []);
  if (!isThere) return null;

  async function start(): Promise<void> {
    setProblem(undefined);
    setListening(true);
    let isOff = false;
    // Until the browser listens, who has changed his mind is heard too.
    stop.current = () => {
      isOff = true;
      setListening(false);
    };
    const { dictate, recognitionIn } = await import("./voice");
    const Maker = recognitionIn(window);
    const before = read();
    if (!Maker || isOff) return;
    stop.current = dictate(Maker, {
      lang: locale,
      onText: (text) => write(before.trim() === "" ? text : `${before.trimEnd()} ${text}`),
      onEnd: (sentence) => {
        setListening(false);
        setProblem(sentence);
      },
    });
  }

  return (
    <>
      <IconButton
        label={isListening ? "Stop listening" : "Speak"}
        side="top"
        aria-pressed={isListening}
        icon={
          isListening ? (
            <MicOff className="size-4 text-bad" aria-hidden="true" />
          ) : (
            <Mic className="size-4" aria-hidden="true" />
          )
        }
        className="size-9! pointer-coarse:size-11!"
        onClick={() => (isListening ? stop.current?.() : void start())}
      />
      {problem ? (
        <p
          role="alert"
          className="absolute inset-x-4 bottom-full mb-2 rounded-lg border bg-raised px-4 py-2 shadow-float"
        >
          {problem}
        </p>
      ) : null}
    </>
  );
}

const noChange = () => () => undefined;
const hasRecognition = () => "SpeechRecognition" in window || "webkitSpeechRecognition" in window;
