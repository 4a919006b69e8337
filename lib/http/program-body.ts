import "server-only";
import type { z } from "zod";
import { readText } from "@/lib/http/body";
import type { Incoming } from "@/lib/http/incoming";
import { AppError } from "@/lib/platform/errors";
import { ProgramError } from "@/lib/platform/program-error";

type Reading = {
  limitBytes: number;
  /** Parameters that OpenAI knows and this API does not serve. */
  unsupported?: ReadonlySet<string>;
};

/** A program's JSON body as the schema's type. @throws ProgramError that names the parameter, as OpenAI does. */
export async function parseProgramBody<Schema extends z.ZodType>(
  request: Incoming,
  schema: Schema,
  { limitBytes, unsupported = new Set() }: Reading,
): Promise<z.infer<Schema>> {
  const body = await jsonOf(request, limitBytes);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = deepest(parsed.error.issues);
  if (!issue) throw new ProgramError(400, "The request is not valid.");
  throw isMissing(body, issue) ? missing(pathOf(issue.path)) : refusal(issue, unsupported);
}

async function jsonOf(request: Incoming, limitBytes: number): Promise<unknown> {
  try {
    return JSON.parse(await readText(request, { limitBytes }));
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "payload_too_large") {
      throw new ProgramError(413, `The body is larger than ${limitBytes} bytes.`, { code: "request_too_large" });
    }
    if (thrown instanceof SyntaxError || (thrown instanceof AppError && thrown.code === "invalid_input")) {
      throw new ProgramError(400, "We could not parse the JSON body of your request. It must be valid JSON in UTF-8.");
    }
    throw thrown;
  }
}

type Issue = z.core.$ZodIssue;

/** Of alternatives, the one that came furthest: it says what was meant. */
function deepest(issues: readonly Issue[]): Issue | undefined {
  const [issue] = issues;
  if (issue?.code !== "invalid_union" || issue.errors.length === 0) return issue;
  const inner = issue.errors.flatMap((branch) => branch.slice(0, 1));
  const best = inner.toSorted((a, b) => nearness(b) - nearness(a))[0];
  if (!best || nearness(best) === 0) return issue;
  return deepest([{ ...best, path: [...issue.path, ...best.path] }]);
}

/** How much of an alternative was there: a value of the right type that is wrong is nearer than one of another type. */
function nearness({ path, code }: Issue): number {
  return path.length * 2 + (code === "invalid_type" ? 0 : 1);
}

function isMissing(body: unknown, { path }: Issue): boolean {
  const value = path.reduce<unknown>((inner, step) => (inner as Record<PropertyKey, unknown> | null)?.[step], body);
  return path.length > 0 && value === undefined;
}

function missing(param: string): ProgramError {
  return new ProgramError(400, `Missing required parameter: '${param}'.`, {
    param,
    code: "missing_required_parameter",
  });
}

function refusal(issue: Issue, unsupported: ReadonlySet<string>): ProgramError {
  const param = pathOf(issue.path);
  if (issue.code === "unrecognized_keys") return unknownParameter(issue, unsupported);
  const code = issue.code === "invalid_type" || issue.code === "invalid_union" ? "invalid_type" : "invalid_value";
  const about = param === "" ? "the body" : `'${param}'`;
  return new ProgramError(400, `Invalid value for ${about}: ${issue.message}`, { param: param || null, code });
}

function unknownParameter(issue: z.core.$ZodIssueUnrecognizedKeys, unsupported: ReadonlySet<string>): ProgramError {
  const [key = ""] = issue.keys;
  const param = pathOf([...issue.path, key]);
  if (issue.path.length === 0 && unsupported.has(key)) {
    return new ProgramError(400, `The parameter '${param}' is not supported here.`, {
      param,
      code: "unsupported_parameter",
    });
  }
  return new ProgramError(400, `Unknown parameter: '${param}'.`, { param, code: "unknown_parameter" });
}

/** `messages[0].content`, as OpenAI writes it. */
function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : `${text}${text === "" ? "" : "."}${String(step)}`),
    "",
  );
}
