/** What a letter says: plain sentences, at most one thing to press, and why it came. */
export type Words = {
  subject: string;
  paragraphs: readonly string[];
  button?: { label: string; url: string };
  /** Shown small at the end: what to do when one did not ask for this. */
  note: string;
};
