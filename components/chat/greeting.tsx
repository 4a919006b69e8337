import { Code, Lightbulb, ListChecks, Mail } from "lucide-react";

const STARTERS = [
  {
    Icon: Lightbulb,
    name: "Explain something",
    prompt: "Explain how HTTPS keeps a connection private, in plain words.",
  },
  {
    Icon: Mail,
    name: "Write a mail",
    prompt: "Write a short, friendly mail that moves our meeting from Tuesday to Thursday.",
  },
  { Icon: ListChecks, name: "Make a plan", prompt: "Make a plan for learning SQL in four weeks, half an hour a day." },
  { Icon: Code, name: "Write code", prompt: "Write a TypeScript function that groups a list by a key, with a test." },
] as const;

type GreetingProps = { isTemporary?: boolean; onStart: (prompt: string) => void };

/** A new conversation: a question, and four ways to begin that can be changed before they are sent. */
export function Greeting({ isTemporary = false, onStart }: GreetingProps) {
  return (
    <div className="my-auto grid gap-6 py-8">
      <h1 className="text-balance font-semibold text-xl">
        {isTemporary ? "What would you like to know, just this once?" : "What would you like to know?"}
      </h1>
      <ul className="grid grid-cols-2 gap-2" aria-label="Ways to begin">
        {STARTERS.map(({ Icon, name, prompt }) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => onStart(prompt)}
              className="flex h-full w-full items-start gap-3 rounded-lg border px-4 py-3 text-left transition-colors hover:border-edge hover:bg-quiet"
            >
              <Icon className="mt-0.5 size-4 shrink-0 text-muted" aria-hidden="true" />
              <span className="grid gap-0.5">
                <span className="font-medium">{name}</span>
                {/* On a phone the names are enough: the keyboard takes half the screen. */}
                <span className="text-muted max-sm:sr-only">{prompt}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
