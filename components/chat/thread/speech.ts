/** The part of the browser's speech that is used. */
type Speaker = Pick<SpeechSynthesis, "speak" | "cancel">;

type SpeakOptions = { speaker?: Speaker; utter?: (text: string) => SpeechSynthesisUtterance };

let stopCurrent: (() => void) | undefined;

/**
 * Says sentences one after the other; one at a time, because browsers break off long ones. Another text ends the one
 * before it. `onEnd` is called once, however it ended; what is returned ends it.
 */
export function speak(
  sentences: readonly string[],
  onEnd: () => void,
  { speaker = window.speechSynthesis, utter = (text) => new SpeechSynthesisUtterance(text) }: SpeakOptions = {},
): () => void {
  stopCurrent?.();
  let next = 0;
  let isOver = false;

  function end(): void {
    if (isOver) return;
    isOver = true;
    if (stopCurrent === end) stopCurrent = undefined;
    speaker.cancel();
    onEnd();
  }

  function sayNext(): void {
    const sentence = sentences[next];
    next += 1;
    if (isOver) return;
    if (sentence === undefined) return end();
    const utterance = utter(sentence);
    utterance.addEventListener("end", sayNext);
    utterance.addEventListener("error", end);
    speaker.speak(utterance);
  }

  stopCurrent = end;
  sayNext();
  return end;
}
