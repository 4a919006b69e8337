import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { eventText, eventStream, type FrameSink } from "@/lib/platform/event-stream";

const idle = { resume: () => {}, leave: () => {} };

/** A stream whose sink the test holds. */
function opened() {
  const calls = { resumed: 0, left: 0 };
  let sink: FrameSink | undefined;
  const response = eventStream((given) => {
    sink = given;
    return {
      resume: () => {
        calls.resumed += 1;
      },
      leave: () => {
        calls.left += 1;
      },
    };
  });
  return { response, sink: sink!, calls };
}

test("a frame has its event, its id and its data on one line, whatever the text holds", () => {
  const frame = eventText("delta", 12, { text: "a\nb\r\n\ndata: c" });
  expect(frame).toBe('event: delta\nid: 12\ndata: {"text":"a\\nb\\r\\n\\ndata: c"}\n\n');
});

test("what is sent arrives in order, and the end ends it", async () => {
  const response = eventStream((sink) => {
    sink.send(Buffer.from(eventText("a", 0, {})));
    sink.send(Buffer.from(eventText("b", 1, {})));
    sink.end();
    return idle;
  });
  expect(await response.text()).toBe("event: a\nid: 0\ndata: {}\n\nevent: b\nid: 1\ndata: {}\n\n");
});

test("nothing on the way may hold frames back or keep them", () => {
  const { response, sink } = opened();
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(response.headers.get("cache-control")).toBe("no-store, no-transform");
  sink.end();
});

test("a slow reader is waited for, and asks when there is room", async () => {
  const { response, sink, calls } = opened();
  const reader = response.body!.getReader();
  expect(sink.send(new Uint8Array(40_000))).toBe(true);
  expect(sink.send(new Uint8Array(40_000))).toBe(false);
  const before = calls.resumed;
  await reader.read();
  await expect.poll(() => calls.resumed).toBeGreaterThan(before);
  await reader.cancel();
});

test("a reader who goes tells the source", async () => {
  const { response, calls } = opened();
  await response.body!.cancel();
  expect(calls.left).toBe(1);
});

test("a silence is filled with comments, as long as a frame, so that nothing on the way takes it for dead", async () => {
  let sink: FrameSink | undefined;
  const response = eventStream((given) => {
    sink = given;
    return idle;
  }, 5);
  const reader = response.body!.getReader();
  for (let count = 0; count < 3; count += 1) {
    const { value } = await reader.read();
    expect(Buffer.from(value!).toString()).toMatch(/^: *\n\n$/);
    expect(value).toHaveLength(64);
  }
  sink!.end();
  await expect.poll(async () => (await reader.read()).done).toBe(true);
});

test("for who has much to read already nothing is added", async () => {
  let sink: FrameSink | undefined;
  const response = eventStream((given) => {
    sink = given;
    return idle;
  }, 1);
  sink!.send(new Uint8Array(70_000));
  await sleep(30);
  sink!.send(new Uint8Array(7));
  const reader = response.body!.getReader();
  expect((await reader.read()).value).toHaveLength(70_000);
  expect((await reader.read()).value).toHaveLength(7);
  await reader.cancel();
});
