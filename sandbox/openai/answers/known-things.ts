type Trait = "strong at" | "weak at" | "effort to begin" | "choose it when";
type Row = { name: Trait; guesses: readonly [string, ...string[]] };

/** The rows of a comparison, with what can be said of a thing that is not in the list below. */
export const TRAITS: readonly Row[] = [
  {
    name: "strong at",
    guesses: ["doing one thing well", "growing with you", "being easy to explain", "working without fuss"],
  },
  { name: "weak at", guesses: ["unusual cases", "very large scale", "being changed late", "short deadlines"] },
  { name: "effort to begin", guesses: ["an afternoon", "a day or two", "about a week"] },
  {
    name: "choose it when",
    guesses: ["you want the fewest surprises", "cost decides", "quality decides", "time decides"],
  },
];

const THINGS: readonly (readonly [pattern: RegExp, ...cells: [string, string, string, string]])[] = [
  [
    /^postgres(?:ql)?$/iu,
    "correctness, rich types, JSON and text search",
    "many short connections without a pooler",
    "an hour",
    "the data matters and the questions will change",
  ],
  [
    /^mysql$/iu,
    "simple reads at scale, wide hosting",
    "strictness by default in older set-ups",
    "an hour",
    "your team and your host already know it",
  ],
  [
    /^sqlite$/iu,
    "no server at all, one file, very fast reads",
    "many writers at once",
    "minutes",
    "one machine holds it all",
  ],
  [
    /^mongo(?:db)?$/iu,
    "documents whose shape varies",
    "joins and cross-document rules",
    "an hour",
    "records are read whole and rarely related",
  ],
  [
    /^react$/iu,
    "a large ecosystem, any kind of interface",
    "choices you must make yourself",
    "a week",
    "hiring and libraries decide",
  ],
  [
    /^vue(?:\.js)?$/iu,
    "gentle start, templates close to HTML",
    "fewer libraries than React",
    "a few days",
    "a small team wants to be quick",
  ],
  [/^svelte$/iu, "little code, small bundles", "a smaller community", "a few days", "size and simplicity decide"],
  [
    /^angular$/iu,
    "one way to do everything, big teams",
    "ceremony in small projects",
    "two weeks",
    "many teams share one code base",
  ],
  [
    /^python$/iu,
    "data work, readability, libraries",
    "raw speed, packaging",
    "a day",
    "the problem is harder than the machine",
  ],
  [
    /^typescript$/iu,
    "one language from browser to server, good tools",
    "types that vanish at run time",
    "a day",
    "the web is where it runs",
  ],
  [
    /^javascript$/iu,
    "running everywhere at once",
    "mistakes that show only at run time",
    "a day",
    "the script is short and lives in a browser",
  ],
  [
    /^rust$/iu,
    "speed with memory safety, few run-time surprises",
    "time to learn, compile times",
    "a month",
    "a fault would be expensive",
  ],
  [
    /^go(?:lang)?$/iu,
    "plain servers, quick builds, concurrency",
    "rich domain modelling",
    "a few days",
    "many people must read it in ten years",
  ],
  [/^cats?$/iu, "independence, small homes", "coming when called", "a quiet weekend", "you are out during the day"],
  [
    /^dogs?$/iu,
    "company, long walks, learning tricks",
    "being alone for long",
    "months of training",
    "you want a reason to go outside",
  ],
  [/^tea$/iu, "a gentle lift, hundreds of kinds", "hurried mornings", "five minutes", "the afternoon is long"],
  [/^coffee$/iu, "waking up, company, ritual", "late evenings", "five minutes", "the morning is early"],
  [
    /^electric (?:cars?|vehicles?)$/iu,
    "low running cost, quiet, quick",
    "long trips with few chargers",
    "a wall box at home",
    "you drive the same roads each day",
  ],
  [
    /^(?:petrol|gas(?:oline)?) cars?$/iu,
    "range and quick refills",
    "running cost and emissions",
    "none",
    "you drive far and at short notice",
  ],
];

export function knownThing(name: string): Readonly<Record<Trait, string>> | undefined {
  const row = THINGS.find(([pattern]) => pattern.test(name.trim()));
  if (!row) return undefined;
  const [, strong, weak, effort, when] = row;
  return { "strong at": strong, "weak at": weak, "effort to begin": effort, "choose it when": when };
}
