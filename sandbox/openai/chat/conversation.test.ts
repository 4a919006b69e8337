import { describe, expect, test } from "vitest";
import { ApiError } from "../errors";
import { countTokens } from "../tokens";
import { conversationOf } from "./conversation";
import { parseChatRequest } from "./request";

const GIF = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
const fileOf = (text: string, type = "text/plain") => ({
  type: "file",
  file: { filename: "notes.txt", file_data: `data:${type};base64,${Buffer.from(text).toString("base64")}` },
});
const picture = (detail?: string) => ({ type: "image_url", image_url: { url: GIF, ...(detail ? { detail } : {}) } });

function read(messages: object[]) {
  return conversationOf(parseChatRequest({ model: "parley-swift", messages }));
}

describe("what a request's messages come to", () => {
  test("is the last thing the person said, what was said before, and the instructions", () => {
    const messages = [
      { role: "system", content: "Be brief." },
      { role: "user", content: "One [sandbox:cut]" },
      { role: "assistant", content: "Two" },
      { role: "developer", content: "Be kind." },
      { role: "user", content: "Three [[2 tokens/s]] [sandbox:fast]" },
    ];
    expect(read(messages)).toMatchObject({
      asked: "Three [[2 tokens/s]] [sandbox:fast]",
      text: "Three",
      system: "Be brief.\nBe kind.",
      earlier: [
        { role: "user", text: "One" },
        { role: "assistant", text: "Two" },
      ],
    });
  });

  test("is nothing much without anybody's question", () => {
    expect(read([{ role: "system", content: "Be brief." }])).toMatchObject({ asked: "", text: "", earlier: [] });
  });

  test("joins the words of parts, and lists the rest of the last question only", () => {
    const question = (text: string) => ({
      role: "user",
      content: [{ type: "text", text }, picture(), fileOf("Buy milk")],
    });
    const { text, pictures, files } = read([question("Before"), { role: "assistant", content: "…" }, question("Look")]);
    expect(text.trim()).toBe("Look");
    expect(pictures).toEqual([{ kind: "GIF", size: { width: 1, height: 1 }, colour: undefined }]);
    expect(files).toEqual([{ name: "notes.txt", bytes: 8, text: "Buy milk" }]);
  });

  test("names the place of a picture that is none", () => {
    const bad = {
      role: "user",
      content: [
        { type: "text", text: "x" },
        { type: "image_url", image_url: { url: "x:y" } },
      ],
    };
    const refused = () => read([{ role: "system", content: "" }, bad]);
    expect(refused).toThrow(ApiError);
    expect(refused).toThrow(expect.objectContaining({ status: 400 }) as Error);
    expect(paramOf(refused)).toBe("messages[1].content[1].image_url.url");
  });
});

describe("the tokens of a prompt", () => {
  const bare = read([{ role: "user", content: "" }]).promptTokens;
  const extra = (content: object[]) => read([{ role: "user", content }]).promptTokens - bare;

  test("grow by a message's words, and by what frames it", () => {
    const one = read([{ role: "user", content: "one two three" }]).promptTokens;
    const two = read([
      { role: "user", content: "one two three" },
      { role: "assistant", content: "one two three" },
    ]).promptTokens;
    expect(one - bare).toBe(countTokens("one two three"));
    expect(two - one).toBe(countTokens("one two three") + 4);
  });

  test("count pictures by their size and detail", () => {
    expect(extra([picture("low")])).toBe(85);
    expect(extra([picture("high")])).toBe(255);
    expect(extra([picture(), picture()])).toBe(510);
  });

  test("count a file's words when it has some, and its bytes when not", () => {
    expect(extra([fileOf("one two three")])).toBe(countTokens("one two three"));
    expect(extra([fileOf("x".repeat(400), "application/pdf")])).toBe(100);
    expect(extra([{ type: "file", file: { file_id: "file_1" } }])).toBe(0);
  });

  test("count what a tool was called with", () => {
    const call = { id: "c1", type: "function", function: { name: "get_weather", arguments: '{"city":"Paris"}' } };
    const with_ = read([
      { role: "user", content: "" },
      { role: "assistant", content: null, tool_calls: [call] },
    ]);
    expect(with_.promptTokens - bare - 4).toBe(countTokens('get_weather{"city":"Paris"}'));
  });
});

function paramOf(work: () => unknown): string | null | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof ApiError ? error.body.error.param : undefined;
  }
}
