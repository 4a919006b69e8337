/** Why an answer failed or broke off, for what comes with its code alone. The server's own words; a test holds them together. */
const WORDS = new Map([
  ["model_down", "The model is not answering right now. Nothing was charged."],
  ["model_busy", "The model is busy. Please try again in a moment. Nothing was charged."],
  ["model_stalled", "The model stopped answering. What arrived is kept."],
  ["model_cut_off", "The answer was cut off. What arrived is kept."],
  ["model_refused", "The model provider refused the request. Nothing was charged."],
  ["question_refused", "The model's provider refused this question. Nothing was charged. Please put it another way."],
  ["context_too_long", "This conversation is too long for the model."],
  ["internal", "Something went wrong on our side."],
]);

/** Nothing for a code that no answer ends with; whoever shows it has a sentence for its state. */
export function problemOf(code: string | undefined): string | undefined {
  return code === undefined ? undefined : WORDS.get(code);
}
