import { describe, expect, test } from "vitest";
import { sentencesOf } from "./markdown/spoken";
import { speak } from "./speech";

/** A browser's voice that says nothing until it is told to go on. */
function aVoice() {
  const said: string[] = [];
  const queue: EventTarget[] = [];
  let cancels = 0;
  return {
    said,
    cancels: () => cancels,
    tell: (type: "end" | "error") => queue.shift()?.dispatchEvent(new Event(type)),
    options: {
      speaker: {
        speak: (utterance: EventTarget) => void queue.push(utterance),
        cancel: () => {
          cancels += 1;
        },
      },
      utter: (text: string) => {
        said.push(text);
        return new EventTarget() as SpeechSynthesisUtterance;
      },
    },
  };
}

describe("reading aloud", () => {
  test("says one sentence after the other, and ends once", () => {
    const voice = aVoice();
    let ends = 0;
    speak(["One.", "Two."], () => (ends += 1), voice.options);
    expect(voice.said).toEqual(["One."]);
    voice.tell("end");
    expect(voice.said).toEqual(["One.", "Two."]);
    expect(ends).toBe(0);
    voice.tell("end");
    expect(ends).toBe(1);
  });

  test("stops when it is told to, and says no more", () => {
    const voice = aVoice();
    let ends = 0;
    const stop = speak(["One.", "Two."], () => (ends += 1), voice.options);
    stop();
    stop();
    voice.tell("end");
    expect(voice.said).toEqual(["One."]);
    expect([ends, voice.cancels()]).toEqual([1, 1]);
  });

  test("ends when the voice fails", () => {
    const voice = aVoice();
    let ends = 0;
    speak(["One.", "Two."], () => (ends += 1), voice.options);
    voice.tell("error");
    expect([voice.said, ends]).toEqual([["One."], 1]);
  });

  test("of another text ends the one before", () => {
    const voice = aVoice();
    const ended: string[] = [];
    speak(["One."], () => ended.push("first"), voice.options);
    speak(["Other."], () => ended.push("second"), voice.options);
    expect(ended).toEqual(["first"]);
    expect(voice.said).toEqual(["One.", "Other."]);
  });

  test("of nothing is over at once", () => {
    let ends = 0;
    speak([], () => (ends += 1), aVoice().options);
    expect(ends).toBe(1);
  });
});

describe("what is read aloud", () => {
  test.each([
    ["Some **bold** words. And `code`!", ["Some bold words.", "And code!"]],
    ["# Title\n\nText.", ["Title", "Text."]],
    ["- one\n- two", ["one.", "two"]],
    ["```ts\nconst a = 1;\n```", ["A piece of code."]],
    ["$$\nx\n$$", ["A formula."]],
    ["see [here](https://a.test)\n\n[x]: https://b.test", ["see here"]],
    ["---", []],
  ])("of %j is %j", (text, sentences) => {
    expect(sentencesOf(text)).toEqual(sentences);
  });

  test("is short pieces, because browsers break off long ones", () => {
    const pieces = sentencesOf("word ".repeat(500));
    expect(pieces.length).toBeGreaterThan(5);
    for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(220);
    expect(pieces.join(" ").split(" ")).toHaveLength(500);
  });
});
