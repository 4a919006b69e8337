import fc from "fast-check";
import { expect, test } from "vitest";
import { parseChatEvent } from "@/lib/chat/schema";
import { readChatEvent } from "./events";

const uuid = fc.uuid({ version: 7 });
const count = fc.nat();

const FRAMES: Record<string, fc.Arbitrary<Record<string, unknown>>> = {
  start: fc.record({ generationId: uuid, conversationId: uuid, messageId: uuid }),
  delta: fc.record({ text: fc.string() }),
  usage: fc.record({ inputTokens: count, outputTokens: count, costMicros: count }),
  done: fc.record({ finishReason: fc.string(), keptLength: count }, { requiredKeys: ["finishReason"] }),
  error: fc.record(
    { code: fc.string(), message: fc.string(), keptLength: count },
    { requiredKeys: ["code", "message"] },
  ),
};

test.each(Object.keys(FRAMES))("a whole %s frame is read as the schema reads it", (event) => {
  fc.assert(
    fc.property(FRAMES[event]!, (fields) => {
      const data = JSON.stringify(fields);
      expect(readChatEvent(event, data)).toEqual({ type: event, ...fields });
      expect(readChatEvent(event, data)).toEqual(parseChatEvent(event, data));
    }),
  );
});

test("a frame with anything in the place of a field is read, or not, as the schema does", () => {
  const name = fc.constantFrom(...Object.keys(FRAMES), "weather", "");
  const spoilt = name.chain((event) =>
    fc.tuple(
      fc.constant(event),
      FRAMES[event] ?? fc.constant({}),
      fc.nat(2),
      fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 0.5, 2 ** 60, "not-a-uuid"), uuid),
      fc.boolean(),
    ),
  );
  fc.assert(
    fc.property(spoilt, ([event, fields, place, value, isMissing]) => {
      const key = Object.keys(fields)[place] ?? "extra";
      const others = Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));
      const data = JSON.stringify(isMissing ? others : { ...others, [key]: value });
      expect(readChatEvent(event, data)).toEqual(parseChatEvent(event, data));
    }),
    { numRuns: 1_000 },
  );
});

test.each(["", "{", "null", "7", '"text"', "[]"])("data that is %j says nothing", (data) => {
  expect(readChatEvent("delta", data)).toBeUndefined();
  expect(parseChatEvent("delta", data)).toBeUndefined();
});
