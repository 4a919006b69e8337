import { describe, expect, test, vi } from "vitest";
import { isLongPaste, pastedFile, withoutPasted } from "./pasted-text";
import { fittedSize, scaledImage } from "./scaled-image";
import { settingsOf } from "./settings-dialog";
import { sizeText } from "./size-text";
import { isStopKey } from "./use-stop-key";
import { dictate, recognitionIn, voiceProblem } from "./voice";

describe("a text that is pasted", () => {
  test("is long from more than 8,000 characters on", () => {
    expect(isLongPaste("x".repeat(8_000))).toBe(false);
    expect(isLongPaste("x".repeat(8_001))).toBe(true);
  });

  test("can be taken out again, whatever its line ends were", () => {
    expect(withoutPasted("before a\nb\nc after", "a\r\nb\rc")).toBe("before  after");
  });

  test("is not there any more once it was changed", () => {
    expect(withoutPasted("before a, b after", "a\nb")).toBeUndefined();
  });

  test("becomes a text file", async () => {
    const file = pastedFile("a\r\nb");
    expect([file.name, file.type, await file.text()]).toEqual(["Pasted text.txt", "text/plain", "a\nb"]);
  });
});

describe("a picture", () => {
  test.each([
    [
      { width: 4_096, height: 2_048 },
      { width: 2_048, height: 1_024 },
    ],
    [
      { width: 1_000, height: 8_000 },
      { width: 256, height: 2_048 },
    ],
    [
      { width: 2_048, height: 2_048 },
      { width: 2_048, height: 2_048 },
    ],
    [
      { width: 10_000, height: 1 },
      { width: 2_048, height: 1 },
    ],
    [
      { width: 0, height: 0 },
      { width: 1, height: 1 },
    ],
  ])("of %o is sent as %o", (size, fitted) => {
    expect(fittedSize(size)).toEqual(fitted);
  });

  test("that would lose by it, or can not be read here, goes as it is", async () => {
    for (const type of ["image/gif", "image/svg+xml", "image/png"]) {
      const file = new File(["x"], "a", { type });
      expect(await scaledImage(file)).toBe(file);
    }
  });
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_000, "1 kB"],
  [640_400, "640 kB"],
  [1_240_000, "1.2 MB"],
])("%d bytes are %s", (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

describe("settings", () => {
  test("that say nothing are none", () => {
    expect(settingsOf("  ", undefined)).toEqual({});
  });

  test("may be a temperature of nought", () => {
    expect(settingsOf(" Be brief. ", 0)).toEqual({ instructions: "Be brief.", temperatureCenti: 0 });
  });
});

describe("Escape", () => {
  const press = {
    key: "Escape",
    defaultPrevented: false,
    isComposing: false,
    shiftKey: false,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
  };

  test("stops the answer", () => {
    expect(isStopKey(press, false)).toBe(true);
  });

  test("belongs to what is open above the page, to an input method, or to whoever took it", () => {
    expect(isStopKey(press, true)).toBe(false);
    expect(isStopKey({ ...press, isComposing: true }, false)).toBe(false);
    expect(isStopKey({ ...press, defaultPrevented: true }, false)).toBe(false);
    expect(isStopKey({ ...press, shiftKey: true }, false)).toBe(false);
    expect(isStopKey({ ...press, key: "Enter" }, false)).toBe(false);
  });
});

describe("dictation", () => {
  /** A recogniser that hears what the test says. */
  class Recogniser extends EventTarget {
    static made: Recogniser[] = [];
    lang = "";
    continuous = false;
    interimResults = false;
    start = vi.fn();
    abort = vi.fn();
    stop = vi.fn(() => void this.dispatchEvent(new Event("end")));
    constructor() {
      super();
      Recogniser.made.push(this);
    }
    hear(...transcripts: string[]) {
      const results = transcripts.map((transcript) => Object.assign([{ transcript }], { isFinal: true }));
      this.dispatchEvent(Object.assign(new Event("result"), { results }));
    }
    fail(error: string) {
      this.dispatchEvent(Object.assign(new Event("error"), { error }));
      this.dispatchEvent(new Event("end"));
    }
  }

  function dictation() {
    const heard: string[] = [];
    const ends: (string | undefined)[] = [];
    const stop = dictate(Recogniser, { lang: "de-DE", onText: (text) => heard.push(text), onEnd: (p) => ends.push(p) });
    return { heard, ends, stop, recogniser: Recogniser.made.at(-1)! };
  }

  test("writes what was understood so far, in the person's language", () => {
    const { heard, recogniser } = dictation();
    recogniser.hear("hello");
    recogniser.hear("hello", " there ");
    expect(heard).toEqual(["hello", "hello there"]);
    expect(recogniser).toMatchObject({ lang: "de-DE", continuous: true, interimResults: true });
  });

  test("ends when it is told to, without a word", () => {
    const { ends, stop } = dictation();
    stop();
    expect(ends).toEqual([undefined]);
  });

  test("that is not allowed says what to do", () => {
    const { ends, recogniser } = dictation();
    recogniser.fail("not-allowed");
    expect(ends).toEqual([expect.stringContaining("Allow it")]);
  });

  test.each(["service-not-allowed", "audio-capture", "no-speech", "network", "language-not-supported", "new-thing"])(
    "that ends with %s says so in a sentence",
    (code) => {
      expect(voiceProblem(code)).toMatch(/^[A-Z].*\.$/);
    },
  );

  test("that somebody broke off needs no sentence", () => {
    expect(voiceProblem("aborted")).toBeUndefined();
  });

  test("is there under either of its names", () => {
    expect(recognitionIn({ SpeechRecognition: Recogniser })).toBe(Recogniser);
    expect(recognitionIn({ webkitSpeechRecognition: Recogniser })).toBe(Recogniser);
    expect(recognitionIn({})).toBeUndefined();
  });
});
