/** What can be said in a language about anything. TOPIC stands for the subject, as the person wrote it. */
export type Language = {
  /** How English, and the language itself, call it. */
  names: RegExp;
  /** How a prompt in it is told from others. */
  written: RegExp;
  hello: RegExp;
  greeting: string;
  opening: string;
  points: readonly [string, string, string];
  table: readonly [head: string, now: string, later: string];
  closing: string;
};
