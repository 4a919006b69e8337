import { pythonTasks } from "./code-python";
import type { Task } from "./code-task";
import { rustTasks } from "./code-rust";
import { shellTasks } from "./code-shell";
import { sqlTasks } from "./code-sql";
import { typescriptTasks } from "./code-typescript";
import type { Conversation } from "./conversation";
import { topicOf } from "./words";

type Language = { pattern: RegExp; fence: string; tasks: readonly Task[] };

const LANGUAGES: readonly Language[] = [
  { pattern: /\b(?:sql|postgres(?:ql)?|query)\b/iu, fence: "sql", tasks: sqlTasks },
  { pattern: /\b(?:bash|shell|zsh|command line|terminal|one-?liner)\b/iu, fence: "bash", tasks: shellTasks },
  { pattern: /\bpython\b/iu, fence: "python", tasks: pythonTasks },
  { pattern: /\brust\b/iu, fence: "rust", tasks: rustTasks },
  { pattern: /\b(?:typescript|javascript|node(?:\.js)?|ts|js)\b/iu, fence: "typescript", tasks: typescriptTasks },
];
const ASKED =
  /\b(?:code|function|script|program|implement|snippet|class|write|query|regex|algorithm|one-?liner|example|how (?:do|to|can))\b/iu;
const CODE_ONLY =
  /\b(?:code|function|script|program|implement|snippet|algorithm|fizz ?buzz|binary search|debounce|quicksort|hello world)\b/iu;

/** Code that runs, with what to know about it. Without a language in the prompt it is TypeScript. */
export function code({ text }: Conversation): string | undefined {
  const named = LANGUAGES.find(({ pattern }) => pattern.test(text));
  if (named ? !ASKED.test(text) : !CODE_ONLY.test(text)) return undefined;
  const { fence, tasks } = named ?? { fence: "typescript", tasks: typescriptTasks };
  const task = tasks.find(({ pattern }) => pattern?.test(text)) ?? tasks.at(-1);
  if (!task) return undefined;
  const aside = task.pattern
    ? ""
    : ` I took “${topicOf(text)}” as work on records with a name and an amount; say so if yours differ.`;
  return `${task.intro}${aside}

\`\`\`${fence}
${task.code.trim()}
\`\`\`

${task.notes.map((note) => `- ${note}`).join("\n")}`;
}
