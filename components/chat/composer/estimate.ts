import type { ShownMessage } from "@/components/chat/state/conversation";
import type { AttachmentView } from "@/lib/chat/schema";
import type { Allowance, ModelOption } from "@/lib/usage/schema";

/** A token is about so many characters of English; other languages take more. */
const CHARACTERS_PER_TOKEN = 4;
/** What one answer usually takes. */
const TYPICAL_ANSWER_TOKENS = 500;
const MTOK = 1_000_000n;

type Sending = {
  text: string;
  instructions: string;
  files: readonly AttachmentView[];
  /** What goes along as context. */
  messages: readonly ShownMessage[];
};

/** About what a send costs, in micro-dollars: what is read, and an answer of the usual length. */
export function estimateMicros(sending: Sending, model: ModelOption): bigint {
  const { text, instructions, files, messages } = sending;
  const written = text.length + instructions.length + sum(messages, ({ content }) => content.length);
  const attached = [...files, ...messages.flatMap(({ attachments = [] }) => attachments)];
  const read = Math.ceil(written / CHARACTERS_PER_TOKEN) + sum(attached, ({ boundTokens }) => boundTokens);
  const input = Math.min(read, model.contextTokens);
  const output = Math.min(TYPICAL_ANSWER_TOKENS, model.maxOutputTokens);
  return (BigInt(input) * model.inputMicrosPerMtok + BigInt(output) * model.outputMicrosPerMtok + MTOK - 1n) / MTOK;
}

/** "≈ 0.3 % of your allowance": more digits the less it is, and nothing where nothing of it is left. */
export function estimateText(
  micros: bigint,
  { grantedMicros, remainingMicros }: Pick<Allowance, "grantedMicros" | "remainingMicros">,
  locale: string,
): string | undefined {
  if (grantedMicros <= 0n || remainingMicros <= 0n) return undefined;
  const share = Number(micros) / Number(grantedMicros);
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumSignificantDigits: share < 0.1 ? 1 : 2 });
  return share < 0.0001
    ? `Less than ${percent.format(0.0001)} of your allowance`
    : `≈ ${percent.format(share)} of your allowance`;
}

function sum<Item>(items: readonly Item[], measure: (item: Item) => number): number {
  return items.reduce((total, item) => total + measure(item), 0);
}
