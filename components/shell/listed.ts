/** Names in a sentence, without the comma before the last: "Stripe, OpenAI and Mail". */
export function listed(names: readonly string[], type: "conjunction" | "disjunction" = "conjunction"): string {
  return new Intl.ListFormat("en-GB", { type }).format(names);
}
