import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { resumeAnswer } from "@/lib/chat/resume";
import { storedAnswer } from "@/lib/chat/stored-answer";
import { aPerson, hear } from "@/lib/chat/testing/person";
import { allListen, aModel, aProcess, aRun, storedOf } from "@/lib/chat/testing/processes";
import type { Run } from "@/lib/chat/writing";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { newId } from "@/lib/platform/ids";

type Process = ReturnType<typeof aProcess>;

let writer: Process;
let other: Process;
let viewer: Viewer;
let run: Run;
let model: ReturnType<typeof aModel>;

beforeEach(async () => {
  [writer, other, viewer, model] = [aProcess(), aProcess(), await aPerson(), aModel()];
  run = await aRun(viewer);
  await allListen(writer, other);
});

afterEach(async () => {
  await writer.desk.finishAll();
  await Promise.all([writer.close(), other.close()]);
});

/** Until that much of the answer is stored. */
async function stored(length: number): Promise<void> {
  await expect.poll(async () => (await storedOf(run)).generation.storedLength).toBe(length);
}

describe("an answer that another process writes", () => {
  test("is heard as it grows, and to its end, as its writer tells it", async () => {
    const here = hear(writer.desk.start(run, undefined, model.infer).subscribe);
    const there = other.hear(viewer, run.ids.generationId);
    for (const word of ["One ", "two ", "three"]) {
      model.say(word);
      await stored((await storedOf(run)).generation.storedLength + word.length);
    }
    model.finish();
    const [direct, followed] = await Promise.all([here, there]);
    expect([followed.text, followed.last]).toEqual([direct.text, direct.last]);
    expect(followed.events.filter(({ type }) => type === "delta").length).toBeGreaterThan(1);
  });

  test("is found by looking when no news arrive", async () => {
    const deaf = aProcess({ isDeaf: true });
    writer.desk.start(run, undefined, model.infer);
    const there = deaf.hear(viewer, run.ids.generationId);
    model.say("One two");
    await stored(7);
    model.finish();
    expect(await there).toMatchObject({ text: "One two", last: { type: "done", finishReason: "stop" } });
  });

  test("waits for a slow reader, and lets one who left go", async () => {
    writer.desk.start(run, undefined, model.infer);
    const sent: string[] = [];
    const sink = { send: (frame: Uint8Array) => sent.push(Buffer.from(frame).toString()) < 2, end: () => {} };
    const slow = storedAnswer(viewer.id, run.ids, 0, other.desk.news)(sink);
    model.say("One ");
    await expect.poll(() => sent.length).toBe(2);
    model.say("two ");
    await stored(8);
    model.say("three");
    await stored(13);
    expect(sent).toHaveLength(2);
    slow.resume();
    await expect.poll(() => sent.length).toBe(3);
    expect(sent[2]).toContain('"two three"');
    slow.leave();
    model.finish();
    await expect.poll(async () => (await storedOf(run)).generation.status).toBe("completed");
    expect(sent).toHaveLength(3);
  });
});

describe("who comes back", () => {
  test.each([0, 4, 13, 99])(
    "with %i units of an answer that is over hears what is missing, and the end",
    async (from) => {
      const heard = hear(writer.desk.start(run, undefined, model.infer).subscribe);
      model.say("One two three");
      model.finish();
      const { last } = await heard;
      const back = await other.hear(viewer, run.ids.generationId, from);
      expect(back.text).toBe("One two three".slice(from));
      expect(back.offsets[0]).toBe(from);
      expect(back.offsets.at(-1)).toBe(13);
      expect(back.last).toEqual(from > 13 ? { ...last, keptLength: 13 } : last);
    },
  );

  test.each([0, 4, 99])(
    "with %i units of one that is being written goes on from there, in its process and in another",
    async (from) => {
      writer.desk.start(run, undefined, model.infer);
      model.say("One two");
      await stored(7);
      const back = [writer.hear(viewer, run.ids.generationId, from), other.hear(viewer, run.ids.generationId, from)];
      model.say(" three");
      await stored(13);
      model.finish();
      for (const { text, offsets } of await Promise.all(back)) {
        expect(text).toBe("One two three".slice(from));
        expect(offsets.at(-1)).toBe(13);
      }
    },
  );

  test("with no number, or none of ours, begins at the beginning", async () => {
    const heard = hear(writer.desk.start(run, undefined, model.infer).subscribe);
    model.say("One two");
    model.finish();
    await heard;
    for (const lastSeen of [undefined, "", "x", "-1", "1e99"]) {
      const back = await hear(await resumeAnswer(viewer, run.ids.generationId, lastSeen, other.desk));
      expect(back.text).toBe("One two");
    }
  });

  test("hears what it began with as well, from the beginning or from where he was", async () => {
    const longer = await aRun(viewer, { prefix: "Once upon" });
    writer.desk.start(longer, undefined, model.infer);
    model.say(" a time");
    const back = [0, 5].flatMap((from) =>
      [writer, other].map((one) => one.hear(viewer, longer.ids.generationId, from)),
    );
    model.finish();
    const texts = (await Promise.all(back)).map(({ text }) => text);
    expect(texts).toEqual(["Once upon a time", "Once upon a time", "upon a time", "upon a time"]);
    expect(await storedOf(longer)).toMatchObject({
      message: { content: "Once upon a time", status: "complete" },
      endings: [{ outputTokens: 2 }],
    });
  });
});

describe("nobody else", () => {
  test("hears an answer, while it is written or after, here or there; what there is not is not found either", async () => {
    const stranger = await aPerson();
    writer.desk.start(run, undefined, model.infer);
    const expectNothing = async () => {
      for (const one of [writer, other]) {
        for (const [who, id] of [
          [stranger, run.ids.generationId],
          [viewer, newId()],
          [viewer, "no id"],
        ] as const)
          await expect(one.hear(who, id)).rejects.toMatchObject({ code: "not_found" });
      }
    };
    await expectNothing();
    model.say("Secret");
    model.finish();
    await expect.poll(async () => (await storedOf(run)).generation.status).toBe("completed");
    await expectNothing();
    expect(await hear(storedAnswer(stranger.id, run.ids))).toMatchObject({ text: "", last: { code: "not_found" } });
  });

  test("hears what was deleted", async () => {
    writer.desk.start(run, undefined, model.infer);
    model.finish();
    await db.conversation.update({ where: { id: run.ids.conversationId }, data: { deletedAt: new Date() } });
    await expect(other.hear(viewer, run.ids.generationId)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a temporary answer", () => {
  test("is heard in its process while it is written and a little after; nothing of it is stored", async () => {
    const secret = await aRun(viewer, { isTemporary: true });
    const { generationId } = secret.ids;
    const first = hear(writer.desk.start(secret, undefined, model.infer).subscribe);
    model.say("Hush");
    const second = writer.hear(viewer, generationId, 2);
    await expect(other.hear(viewer, generationId)).rejects.toMatchObject({ code: "not_found" });
    await expect(writer.hear(await aPerson(), generationId)).rejects.toMatchObject({ code: "not_found" });
    model.finish();
    expect((await first).text).toBe("Hush");
    expect((await second).text).toBe("sh");
    await expect.poll(() => writer.desk.isWriting(generationId)).toBe(false);
    expect((await writer.hear(viewer, generationId, 1)).text).toBe("ush");
    const { generation, message, pieces, endings } = await storedOf(secret);
    expect(generation).toMatchObject({ status: "completed", storedLength: 0 });
    expect([message, pieces, endings.length]).toEqual([null, [], 1]);
  });
});
