import { expect, test } from "vitest";
import { resumeAnswer } from "./resume-answer";
import { SendFailure } from "./send-failure";
import { stopAnswer } from "./stop-answer";
import { aServer } from "./testing/a-server";
import { bytes } from "./testing/answer-server";

test("an answer is listened to from where its text stopped", async () => {
  const { asked, fetch } = aServer(() => new Response(bytes("event: x\n\n")));
  for await (const piece of resumeAnswer("g1", 17, { fetch })) expect(piece.length).toBe(10);
  expect(asked[0]?.url).toBe("http://parley.test/api/openai/chat/g1/stream");
  expect(asked[0]?.headers.get("last-event-id")).toBe("17");
});

test("an answer that is not there says so by its code", async () => {
  const { fetch } = aServer(() => Response.json({ error: { code: "not_found", message: "No." } }, { status: 404 }));
  await expect(resumeAnswer("g1", 0, { fetch }).next()).rejects.toMatchObject({ code: "not_found" });
});

test("a stop says how much was seen", async () => {
  const { asked, fetch } = aServer(() => Response.json({ stopped: true }));
  await stopAnswer("g1", 42, fetch);
  expect(asked[0]?.method).toBe("POST");
  expect(asked[0]?.url).toBe("http://parley.test/api/openai/chat/g1/stop");
  expect(await asked[0]?.json()).toEqual({ seenLength: 42 });
});

test("a stop that did not arrive, or was refused, throws", async () => {
  const down = aServer(() => Promise.reject(new TypeError("fetch failed")));
  await expect(stopAnswer("g1", 0, down.fetch)).rejects.toBeInstanceOf(SendFailure);
  const refusing = aServer(() => new Response("", { status: 500 }));
  await expect(stopAnswer("g1", 0, refusing.fetch)).rejects.toBeInstanceOf(SendFailure);
});
