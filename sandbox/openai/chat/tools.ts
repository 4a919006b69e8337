import { randomUUID } from "node:crypto";
import { instanceOf } from "../answers/schema-instance";
import { keywords } from "../answers/words";
import type { Reply, ToolCall } from "./reply";
import { type ChatMessage, type ChatRequest, textOf } from "./request";
import { argumentFor } from "./tool-arguments";

type Tool = { name: string; description: string; parameters: Record<string, unknown> };

const ENOUGH_COMMON_WORDS = 2;

/**
 * What tools have to do with the reply: a call when one fits the prompt (or is required), a report when a tool has just
 * answered, and nothing when words will do.
 */
export function toolReply(request: ChatRequest, asked: string): Reply | undefined {
  const results = resultsIn(request.messages);
  if (results.length > 0) return { text: reportOf(results) };
  const tool = chosenTool(request, asked);
  return tool && { call: callOf(tool, asked) };
}

function chosenTool(request: ChatRequest, asked: string): Tool | undefined {
  const tools = toolsOf(request);
  const choice = request.tool_choice ?? "auto";
  if (choice === "none") return undefined;
  if (choice === "required") return tools.find((tool) => fits(tool, asked)) ?? tools[0];
  if (choice === "auto") return tools.find((tool) => fits(tool, asked));
  return tools.find(({ name }) => name === choice.function?.name);
}

function toolsOf({ tools = [] }: ChatRequest): Tool[] {
  return tools.flatMap(({ function: tool }) =>
    tool ? [{ name: tool.name, description: tool.description ?? "", parameters: tool.parameters ?? {} }] : [],
  );
}

/** Its name's own words say what it is for; of its description two must come up. */
function fits({ name, description }: Tool, asked: string): boolean {
  const said = new Set(keywords(asked, 60).map(stemOf));
  const called = wordsOf(name).filter((word) => !VERBS.has(word));
  if (called.some((word) => said.has(stemOf(word)))) return true;
  const described = new Set(keywords(description, 40).map(stemOf));
  return [...described].filter((word) => said.has(word)).length >= ENOUGH_COMMON_WORDS;
}

/** Verbs that half of all tools begin with say nothing about one of them. */
const VERBS = new Set(["get", "set", "find", "fetch", "list", "make", "create", "do", "run", "call", "use", "tool"]);

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/gu, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/u)
    .filter((word) => word.length > 1);
}

function stemOf(word: string) {
  return word.length > 4 ? word.replace(/(?:ing|es|s|e)$/u, "") : word;
}

function callOf({ name, parameters }: Tool, asked: string): ToolCall {
  const values = instanceOf({ type: "object", ...parameters }, (property) => argumentFor(property, asked));
  return { id: `call_${randomUUID().replaceAll("-", "").slice(0, 24)}`, name, arguments: JSON.stringify(values) };
}

type Result = { name: string; content: string };

/** The tool answers since the last thing anybody said. */
function resultsIn(messages: readonly ChatMessage[]): Result[] {
  const names = new Map(
    messages.flatMap(({ tool_calls: calls }) => (calls ?? []).map(({ id, function: tool }) => [id, tool?.name ?? ""])),
  );
  const since = messages.findLastIndex(({ role }) => role !== "tool");
  return messages.slice(since + 1).map((message) => ({
    name: names.get(message.tool_call_id ?? "") || "The tool",
    content: textOf(message),
  }));
}

function reportOf(results: readonly Result[]): string {
  const parts = results.map(({ name, content }) => `**${name}** says:\n\n${shown(content)}`);
  return `${parts.join("\n\n")}\n\nThat is what I found; nothing was added to it.`;
}

/** An object becomes a list of what it holds, anything else is quoted. */
function shown(content: string): string {
  const value = parsed(content);
  if (typeof value !== "object" || value === null) return `> ${content.trim().slice(0, 2_000) || "(nothing)"}`;
  return Object.entries(value)
    .slice(0, 30)
    .map(([key, item]) => `- ${key}: ${typeof item === "string" ? item : JSON.stringify(item)}`)
    .join("\n");
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
