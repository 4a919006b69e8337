import { hash } from "./answers/words";

/** How much a feature counts. Words say most; their parts let forms of a word, and misspellings, stay near. */
const WEIGHTS = { word: 1, pair: 0.5, part: 0.25, concept: 1.2 } as const;
const PART_LENGTH = 3;

/** Words that mean nearly the same share a feature, so that a search finds what was put otherwise. */
const CONCEPTS = [
  "price cost fee charge rate expensive cheap",
  "cancel stop end quit terminate unsubscribe",
  "subscription plan membership tier",
  "invoice bill receipt",
  "car automobile vehicle truck",
  "cat kitten feline",
  "dog puppy hound canine",
  "buy purchase order checkout",
  "error bug fault failure problem issue",
  "fast quick rapid speed swift",
  "money payment cash funds refund",
  "doctor physician medicine health",
  "house home apartment flat",
  "child kid children baby",
  "write author compose draft",
  "cook bake recipe dinner meal food",
  "trip travel journey holiday vacation flight",
  "code program software programming developer",
  "delete remove erase",
  "begin start launch",
].map((line) => line.split(" "));
const CONCEPT_OF = new Map(CONCEPTS.flatMap((words) => words.map((word) => [word, words[0] ?? word] as const)));

const COMMON = new Set(
  "a an and are as at be by for from how i in is it my of on or that the this to was what with you".split(" "),
);

/** A unit vector from the words, their neighbours and their parts: alike texts point alike. */
export function embed(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const [feature, weight] of featuresOf(text)) {
    const code = hash(feature);
    const place = code % dimensions;
    // The sign comes from other bits than the place, so that two features in one place cancel as often as they add.
    const sign = hash(`sign ${feature}`) & 1 ? 1 : -1;
    vector[place] = (vector[place] ?? 0) + sign * weight;
  }
  return normalised(vector);
}

function featuresOf(text: string): Map<string, number> {
  const features = new Map<string, number>();
  const add = (feature: string, weight: number) => features.set(feature, (features.get(feature) ?? 0) + weight);
  const words = text.normalize("NFKC").toLowerCase().match(WORD) ?? [];
  let before = "";
  for (const word of words) {
    const share = COMMON.has(word) ? 0.15 : 1;
    const stem = stemOf(word);
    add(`word ${stem}`, WEIGHTS.word * share);
    if (before) add(`pair ${before} ${stem}`, WEIGHTS.pair * share);
    const concept = CONCEPT_OF.get(word) ?? CONCEPT_OF.get(stem);
    if (concept) add(`concept ${concept}`, WEIGHTS.concept);
    for (let at = 0; at + PART_LENGTH <= stem.length; at += 1) {
      add(`part ${stem.slice(at, at + PART_LENGTH)}`, WEIGHTS.part * share);
    }
    before = stem;
  }
  if (words.length === 0) add(`text ${text}`, 1);
  return features;
}

/** A word; in scripts without spaces, a character. */
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[\p{L}\p{M}\p{N}]+/gu;

function stemOf(word: string) {
  if (word.length < 5) return word;
  return word.replace(/(?:ings?|ed|es|s|ly|er)$/u, "");
}

function normalised(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) {
    // Every feature met its opposite. Any direction is as good, a vector without one is not.
    vector[0] = 1;
    return vector;
  }
  const length = Math.sqrt(squares);
  return vector.map((value) => value / length);
}
