import type { Page } from "@playwright/test";

/** What a headless browser has no ears and no voice for, played by the test. */
export type Senses = {
  /** What the recogniser has understood so far, all of it. */
  hear(text: string): Promise<void>;
  /** The recogniser ends, by an error if one is named. */
  endHearing(error?: string): Promise<void>;
  /** What the browser was given to say, in order. */
  spoken(): Promise<string[]>;
  /** The sentence that is being said is over. */
  endSentence(): Promise<void>;
};

type Ears = EventTarget & { lang: string };
type Stage = {
  ears: Ears | undefined;
  said: SpeechSynthesisUtterance[];
};

/** Takes the place of the browser's own speech, in pages that are opened from now on. */
export async function giveSenses(page: Page): Promise<Senses> {
  await page.addInitScript(() => {
    const stage: Stage = { ears: undefined, said: [] };
    class Recogniser extends EventTarget {
      lang = "";
      start(): void {
        stage.ears = this;
      }
      stop(): void {
        stage.ears = undefined;
        this.dispatchEvent(new Event("end"));
      }
      abort(): void {
        this.stop();
      }
    }
    const voice = {
      speak: (utterance: SpeechSynthesisUtterance) => void stage.said.push(utterance),
      // As browsers do it: what is broken off ends with an error.
      cancel: () => stage.said.at(-1)?.dispatchEvent(new Event("error")),
    };
    Object.assign(window, { stage, SpeechRecognition: Recogniser });
    Object.defineProperty(window, "speechSynthesis", { value: voice });
  });
  /** Its part of the page comes with the first press. */
  const untilListening = () => page.waitForFunction(() => (Reflect.get(window, "stage") as Stage).ears !== undefined);
  return {
    hear: async (text) => {
      await untilListening();
      await page.evaluate((transcript) => {
        const { ears } = Reflect.get(window, "stage") as Stage;
        const results = [Object.assign([{ transcript }], { isFinal: false })];
        ears?.dispatchEvent(Object.assign(new Event("result"), { results }));
      }, text);
    },
    endHearing: async (error) => {
      await untilListening();
      await page.evaluate((code) => {
        const { ears } = Reflect.get(window, "stage") as Stage;
        if (code !== undefined) ears?.dispatchEvent(Object.assign(new Event("error"), { error: code }));
        ears?.dispatchEvent(new Event("end"));
      }, error);
    },
    spoken: () => page.evaluate(() => (Reflect.get(window, "stage") as Stage).said.map(({ text }) => text)),
    endSentence: () =>
      page.evaluate(() => {
        (Reflect.get(window, "stage") as Stage).said.at(-1)?.dispatchEvent(new Event("end"));
      }),
  };
}
