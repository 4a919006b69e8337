import type { Conversation } from "./conversation";
import type { Language } from "./language";
import { EUROPEAN } from "./languages-european";
import { OTHER_SCRIPTS } from "./languages-other-scripts";

const LANGUAGES: readonly Language[] = [...OTHER_SCRIPTS, ...EUROPEAN];
const LEAST_SHARE = 0.25;

/** Answers a prompt that is written in another language in that language. */
export function otherLanguage({ text }: Conversation): string | undefined {
  const prose = text.replaceAll(/```[\s\S]*?```/gu, "");
  const language = LANGUAGES.find(({ written }) => isIn(prose, written));
  if (!language) return undefined;
  return language.hello.test(prose.trim()) ? language.greeting : answerIn(language, subjectOf(prose));
}

/** The language that a text names, as in "in French" or "auf Deutsch, bitte". */
export function namedLanguage(text: string): Language | undefined {
  return LANGUAGES.find(({ names }) => names.test(text));
}

export function answerIn(language: Language, topic: string): string {
  const put = (text: string) => text.replaceAll("TOPIC", () => topic);
  const [head, now, later] = language.table.map(put);
  const [first, second, third] = language.points.map(put);
  return `${put(language.opening)}

1. ${first}
2. ${second}
3. ${third}

| | ${head} |
|---|---|
| 1 | ${now} |
| 2 | ${later} |

${put(language.closing)}`;
}

/** Enough of its letters are of the script, or at least two of its small words occur. */
function isIn(text: string, written: RegExp) {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const found = text.match(written) ?? [];
  if (letters === 0 || found.length === 0) return false;
  const isScript = written.source.includes("Script");
  return isScript ? found.length / letters >= LEAST_SHARE : new Set(found.map((word) => word.toLowerCase())).size >= 2;
}

function subjectOf(text: string) {
  const sentence = text.trim().split(/[。！？.!?؟।\n]/u)[0] ?? "";
  return sentence.trim().slice(0, 60);
}
