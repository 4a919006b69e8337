/** The parts that we use of the browser's speech recognition, which TypeScript's library does not know. */
type Recognition = EventTarget & {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  start(): void;
  stop(): void;
  abort(): void;
};

type RecognitionMaker = new () => Recognition;
type Results = ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }>;

/** The browser's recogniser, under its name or the one that Chromium and Safari give it; nothing where there is none. */
export function recognitionIn(scope: object): RecognitionMaker | undefined {
  const found: unknown = Reflect.get(scope, "SpeechRecognition") ?? Reflect.get(scope, "webkitSpeechRecognition");
  return isMaker(found) ? found : undefined;
}

const isMaker = (value: unknown): value is RecognitionMaker => typeof value === "function";

type Dictating = {
  lang: string;
  /** All that was understood so far; it may still change. */
  onText: (text: string) => void;
  /** With a sentence, when something went wrong. */
  onEnd: (problem: string | undefined) => void;
};

/** Listens until it is told to stop, or the browser has heard enough. Returns the way to stop. */
export function dictate(Maker: RecognitionMaker, { lang, onText, onEnd }: Dictating): () => void {
  const recognition = new Maker();
  let problem: string | undefined;
  Object.assign(recognition, { lang, continuous: true, interimResults: true });
  recognition.addEventListener("result", (event) => onText(transcriptOf(Reflect.get(event, "results") as Results)));
  recognition.addEventListener("error", (event) => {
    problem = voiceProblem(String(Reflect.get(event, "error")));
  });
  recognition.addEventListener("end", () => onEnd(problem));
  recognition.start();
  return () => recognition.stop();
}

function transcriptOf(results: Results): string {
  return Array.from(results, (result) => result[0]?.transcript ?? "")
    .join("")
    .trim();
}

/** What an error of the recogniser (Web Speech API, SpeechRecognitionErrorCode) means to the person. */
export function voiceProblem(code: string): string | undefined {
  switch (code) {
    case "aborted":
      return undefined;
    case "not-allowed":
    case "service-not-allowed":
      return "The microphone is blocked. Allow it for this site in your browser's settings, then try again.";
    case "audio-capture":
      return "No microphone was found. Connect one and try again.";
    case "no-speech":
      return "Nothing was heard. Try again, closer to the microphone.";
    case "network":
      return "Your browser could not reach its speech service. You can type instead.";
    case "language-not-supported":
      return "Your browser does not understand this language. You can type instead.";
    default:
      return "Voice input does not work right now. You can type instead.";
  }
}
