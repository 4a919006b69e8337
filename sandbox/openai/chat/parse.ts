import type { z } from "zod";
import { ApiError } from "../errors";

/** Parses with the schema, and turns its first complaint into OpenAI's shape: a 400 that names the parameter. */
export function parseAs<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  if (body === undefined || body === null || typeof body !== "object" || Array.isArray(body)) {
    throw new ApiError(400, "The body must be a JSON object in UTF-8.");
  }
  const result = schema.safeParse(body, { reportInput: true });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw issue ? complaint(innermost(issue)) : new ApiError(400, "The body is not what this route takes.");
}

type Issue = z.core.$ZodIssue;

/** Of a union's complaints the one that went deepest: the others speak of forms that were not meant. */
function innermost(issue: Issue): Issue {
  if (issue.code !== "invalid_union") return issue;
  const inner = issue.errors
    .flatMap(([first]) => (first ? [innermost(first)] : []))
    .toSorted((one, other) => other.path.length - one.path.length)[0];
  return inner && inner.path.length > 0 ? { ...inner, path: [...issue.path, ...inner.path] } : issue;
}

function complaint(issue: Issue): ApiError {
  const param = nameOf(issue.path);
  switch (issue.code) {
    case "unrecognized_keys": {
      const unknown = [...(param === "" ? [] : [param]), issue.keys.join(", ")].join(".");
      return new ApiError(400, `Unknown parameter: '${unknown}'.`, { param: unknown, code: "unknown_parameter" });
    }
    case "invalid_type":
      return issue.input === undefined ? missing(param) : wrongType(param, issue.expected, issue.input);
    case "too_big":
      return outOf(param, { code: "above_max_value", limit: `at most ${issue.maximum}` });
    case "too_small":
      return outOf(param, { code: "below_min_value", limit: `at least ${issue.minimum}` });
    default:
      return issue.input === undefined && issue.path.length > 0
        ? missing(param)
        : new ApiError(400, `Invalid value for '${param}': ${issue.message}.`, { param, code: "invalid_value" });
  }
}

function missing(param: string) {
  return new ApiError(400, `Missing required parameter: '${param}'.`, { param, code: "missing_required_parameter" });
}

function wrongType(param: string, expected: string, input: unknown) {
  const message = `Invalid type for '${param}': expected ${expected}, but got ${typeName(input)} instead.`;
  return new ApiError(400, message, { param, code: "invalid_type" });
}

function outOf(param: string, { code, limit }: { code: string; limit: string }) {
  return new ApiError(400, `Invalid '${param}': it may be ${limit}.`, { param, code });
}

function typeName(input: unknown): string {
  if (input === null) return "null";
  return Array.isArray(input) ? "array" : typeof input;
}

/** `["messages", 0, "role"]` as `messages[0].role`. */
function nameOf(path: readonly PropertyKey[]) {
  let name = "";
  for (const step of path) name += typeof step === "number" ? `[${step}]` : `${name && "."}${String(step)}`;
  return name;
}
