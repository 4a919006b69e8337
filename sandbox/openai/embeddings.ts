import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";
import type { Calls } from "./calls";
import { parseAs } from "./chat/parse";
import { faultNamed } from "./chat/faults";
import { wishesOf } from "./chat/wishes";
import { ApiError } from "./errors";
import { embed } from "./features";
import { type Model, requireModel } from "./models";
import { countTokens } from "./tokens";

const DEFAULT_DIMENSIONS = 1_536;
const MAX_INPUTS = 2_048;

const EmbeddingRequest = z.strictObject({
  model: z.string().min(1),
  input: z.union([z.string(), z.array(z.string()), z.array(z.number().int()), z.array(z.array(z.number().int()))]),
  dimensions: z.number().int().min(1).max(3_072).optional(),
  encoding_format: z.enum(["float", "base64"]).optional(),
  user: z.string().optional(),
});

type Studio = { models: readonly Model[]; headers: IncomingHttpHeaders; note: ReturnType<Calls["follow"]> };

/** Answers one embeddings request. Throws `ApiError`. */
export function embeddingsFor(body: unknown, { models, headers, note }: Studio) {
  const request = parseAs(EmbeddingRequest, body);
  note({ model: request.model });
  const model = requireModel(models, request.model, "embedding");
  const inputs = inputsOf(request.input);
  requireFit(inputs, model);
  const { faults } = wishesOf({ text: inputs.map(({ text }) => text).join("\n"), headers });
  note({ faults });
  for (const name of faults) refuseAs(name, model);

  const dimensions = request.dimensions ?? DEFAULT_DIMENSIONS;
  const tokens = inputs.reduce((sum, input) => sum + input.tokens, 0);
  note({ promptTokens: tokens, completionTokens: 0 });
  return {
    object: "list",
    data: inputs.map(({ text }, index) => {
      const vector = embed(text, dimensions);
      return {
        object: "embedding",
        index,
        embedding: request.encoding_format === "base64" ? base64(vector) : [...vector],
      };
    }),
    model: model.id,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

/** Of the faults only refusals are an embedding's: there is no stream to break. */
function refuseAs(fault: string, model: Model) {
  const { instead } = faultNamed(fault, model.id);
  if (instead?.kind === "refusal") throw instead.error;
}

type Input = { text: string; tokens: number };

/** Token numbers mean nothing here, so such an input is taken as the words "t1 t2 …". */
function inputsOf(input: z.infer<typeof EmbeddingRequest>["input"]): Input[] {
  if (typeof input === "string") return [fromText(input)];
  if (isNumbers(input)) return [fromTokens(input)];
  return input.map((item) => (typeof item === "string" ? fromText(item) : fromTokens(item)));
}

function isNumbers(input: readonly unknown[]): input is number[] {
  return typeof input[0] === "number";
}

function fromText(text: string): Input {
  return { text, tokens: countTokens(text) };
}

function fromTokens(tokens: readonly number[]): Input {
  return { text: tokens.map((token) => `t${token}`).join(" "), tokens: tokens.length };
}

function requireFit(inputs: readonly Input[], model: Model) {
  if (inputs.length === 0 || inputs.length > MAX_INPUTS || inputs.some(({ text }) => text === "")) {
    throw new ApiError(400, `'input' takes 1 to ${MAX_INPUTS} texts, none of them empty.`, {
      param: "input",
      code: "invalid_value",
    });
  }
  if (inputs.some(({ tokens }) => tokens > model.contextTokens)) {
    throw new ApiError(400, `An input is longer than ${model.contextTokens} tokens.`, {
      param: "input",
      code: "context_length_exceeded",
    });
  }
}

/** The bytes of 32-bit floats, as the SDK asks for them by default. */
function base64({ buffer, byteOffset, byteLength }: Float32Array) {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}
