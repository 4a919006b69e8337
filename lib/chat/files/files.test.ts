import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { diskStorage, type Storage } from "@/lib/adapters/storage/storage";
import { deleteFile, openFile, uploadFile } from "@/lib/chat/files/files";
import { forgetBytes, sweepFiles } from "@/lib/chat/files/jobs";
import { DOCUMENT_LIMIT_BYTES, IMAGE_LIMIT_BYTES } from "@/lib/chat/files/limits";
import { aJpegHeader, aPdf, aPng } from "@/lib/chat/files/testing/samples";
import { aPerson, converse } from "@/lib/chat/testing/person";
import { subscribed } from "@/lib/chat/testing/plan";
import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { DAY_MS, now, plusMs } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";

let folder: string;
let store: Storage;
let ann: Viewer;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "parley-uploads-"));
  store = diskStorage(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => {
  ann = await aPerson();
});

const upload = (bytes: Buffer, name = "a.txt", viewer = ann) => uploadFile(viewer, { name, bytes }, { store });
const bytesOnDisk = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
/** The jobs that wait to remove bytes, and the key of each. */
const cleanings = async () =>
  (
    await db.$queryRaw<{ key: string }[]>`
      SELECT payload->>'storageKey' AS key FROM graphile_worker._private_jobs AS jobs
      JOIN graphile_worker._private_tasks AS tasks ON tasks.id = jobs.task_id WHERE identifier = 'chat.forget-bytes'`
  ).map(({ key }) => key);

function codeOf(uploading: Promise<unknown>): Promise<string> {
  return uploading.then(
    () => "taken",
    (error: unknown) => (error as { code: string }).code,
  );
}

/** Holds everybody until this many are there. */
function together(count: number): () => Promise<void> {
  let missing = count;
  let start: () => void;
  const all = new Promise<void>((resolve) => {
    start = resolve;
  });
  return () => {
    missing -= 1;
    if (missing === 0) start();
    return all;
  };
}

/** A question of Ann's that has the file. */
async function sendWith(attachmentId: string): Promise<string> {
  const { start } = await converse(ann);
  const { parentId } = await db.message.findUniqueOrThrow({ where: { id: start.messageId } });
  await db.messageAttachment.create({ data: { messageId: parentId ?? "", attachmentId, position: 0 } });
  return start.conversationId;
}

describe("a file that is taken", () => {
  test("as a picture is shown with its kind and its price in tokens, and comes back byte for byte", async () => {
    const bytes = aPng(640, 480);
    const view = await upload(bytes, "cat.png");
    expect(view).toMatchObject({ name: "cat.png", kind: "image", mediaType: "image/png", sizeBytes: bytes.length });
    expect(view.boundTokens).toBeGreaterThan(255);
    expect((await openFile(ann, view.id, store)).bytes.equals(bytes)).toBe(true);
  });

  test("as a PDF is read, with its pages", async () => {
    const view = await upload(aPdf(["One", "Two"]), "report.pdf");
    expect(view).toMatchObject({ kind: "document", mediaType: "application/pdf", pageCount: 2 });
    const row = await db.attachment.findUniqueOrThrow({ where: { id: view.id } });
    expect(row.text).toBe("One\n\nTwo");
  });

  test.each([
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\ann\\diary.txt", "diary.txt"],
    ["evil\u202egnp.exe\0\n", "evilgnp.exe"],
    ["", "file"],
    ["x".repeat(900), "x".repeat(200)],
  ])("under the name %j is called %j", async (given, shown) => {
    expect((await upload(Buffer.from("text"), given)).name).toBe(shown);
  });

  test("keeps its place, and its name in no path", async () => {
    const before = bytesOnDisk();
    await upload(Buffer.from("text"), "../../../escape.txt");
    expect(bytesOnDisk()).toBe(before + 1);
  });
});

describe("a file that is refused", () => {
  test.each([
    ["an empty one", Buffer.alloc(0), "is empty"],
    ["an archive", Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0]), "Use images, PDF, text"],
    ["a blank text", Buffer.from(" \n\t"), "has no text in it"],
    ["a text beyond measure", Buffer.from("x".repeat(1_000_001)), "more than 1,000,000 characters"],
    ["a picture beyond measure", aJpegHeader(8_001, 10), "larger than 8,000 pixels"],
    ["a broken PDF", Buffer.from("%PDF-1.4 nothing"), "damaged"],
    ["a scanned PDF", aPdf([""]), "only pictures"],
    ["a thick PDF", aPdf(Array.from({ length: 301 }, () => "page")), "more than 300 pages"],
  ])("%s, with a sentence, and leaves nothing behind", async (_name, bytes, sentence) => {
    const before = bytesOnDisk();
    await expect(upload(bytes)).rejects.toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining(sentence) as string,
      fields: { file: [expect.stringContaining(sentence)] },
    });
    expect(bytesOnDisk()).toBe(before);
    expect(await db.attachment.count({ where: { userId: ann.id } })).toBe(0);
  });

  test.each([
    ["a picture", Buffer.concat([aPng(), Buffer.alloc(IMAGE_LIMIT_BYTES)]), "10 MB"],
    ["a text", Buffer.alloc(DOCUMENT_LIMIT_BYTES + 1, "x"), "20 MB"],
  ])("%s that is too heavy", async (_name, bytes, limit) => {
    const message = expect.stringContaining(limit) as string;
    await expect(upload(bytes)).rejects.toMatchObject({ code: "payload_too_large", message });
  });

  test("of somebody whose address is not confirmed", async () => {
    const unknown = await aPerson({ emailVerified: false });
    await expect(upload(Buffer.from("x"), "x", unknown)).rejects.toMatchObject({ code: "email_not_verified" });
  });

  test("once all the room is taken", async () => {
    const view = await upload(Buffer.from("first"));
    await db.attachment.update({ where: { id: view.id }, data: { sizeBytes: 200 * 1024 * 1024 } });
    const refusal = await upload(Buffer.from("x")).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "payload_too_large", status: 413 });
    expect((refusal as Error).message).toBe(
      "Free keeps 100 files, 200 MB in all, and with this one it would be more. Delete chats with files, or choose a bigger plan.",
    );
    await subscribed(ann, "pro");
    await expect(upload(Buffer.from("x"))).resolves.toMatchObject({ name: "a.txt" });
  });

  test("once there are as many as the plan keeps", async () => {
    const { id } = await upload(Buffer.from("first"));
    const row = await db.attachment.findUniqueOrThrow({ where: { id } });
    const others = Array.from({ length: 98 }, () => ({ ...row, id: newId(), storageKey: newId() }));
    await db.attachment.createMany({ data: others });
    await upload(Buffer.from("the hundredth"));
    await expect(upload(Buffer.from("x"))).rejects.toMatchObject({ code: "payload_too_large" });
  });

  test("however many come at once: the last room is taken once, and the others' bytes go", async () => {
    const view = await upload(Buffer.from("first"));
    const room = 10;
    await db.attachment.update({ where: { id: view.id }, data: { sizeBytes: 200 * 1024 * 1024 - room } });
    const keys: string[] = [];
    const meeting = together(4);
    const slow: Storage = {
      ...store,
      put: async (key, bytes) => {
        keys.push(key);
        await store.put(key, bytes);
        await meeting();
      },
    };
    const uploads = Array.from({ length: 4 }, (_, at) =>
      uploadFile(ann, { name: `${at}.txt`, bytes: Buffer.alloc(room, "x") }, { store: slow }),
    );
    const codes = await Promise.all(uploads.map((uploading) => codeOf(uploading)));
    expect(codes.toSorted()).toEqual(["payload_too_large", "payload_too_large", "payload_too_large", "taken"]);
    for (const key of keys) await forgetBytes(key, store);
    const rows = await db.attachment.findMany({ where: { userId: ann.id, id: { in: keys } } });
    expect(rows).toHaveLength(1);
    for (const key of keys) expect((await store.get(key)) !== undefined).toBe(key === rows[0]?.id);
  });

  test("after two hundred in a day", async () => {
    await upload(Buffer.from("first"));
    await db.rateBucket.update({ where: { key: `chat:upload:${ann.id}` }, data: { milliTokens: 0 } });
    await expect(upload(Buffer.from("x"))).rejects.toMatchObject({ code: "too_many_requests" });
  });
});

describe("somebody else's file", () => {
  test.each([
    ["to open", openFile],
    ["to delete", deleteFile],
  ])("is not there %s, and stays", async (_verb, touch) => {
    const view = await upload(Buffer.from("mine"));
    const ben = await aPerson();
    await expect(touch(ben, view.id, store)).rejects.toMatchObject({ code: "not_found" });
    expect((await openFile(ann, view.id, store)).bytes.toString()).toBe("mine");
  });

  test.each([newId(), "no-uuid", ""])("%j is no file at all", async (id) => {
    await expect(openFile(ann, id, store)).rejects.toMatchObject({ code: "not_found" });
    await expect(deleteFile(ann, id)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a file goes", () => {
  test("when its owner takes it back before sending, and its bytes follow", async () => {
    const { id } = await upload(Buffer.from("wrong one"));
    await deleteFile(ann, id);
    await expect(openFile(ann, id, store)).rejects.toMatchObject({ code: "not_found" });
    expect((await cleanings()).filter((key) => key === id)).toHaveLength(2);
    await forgetBytes(id, store);
    expect(await store.get(id)).toBeUndefined();
  });

  test("not while a message has it", async () => {
    const { id } = await upload(Buffer.from("sent"));
    await sendWith(id);
    await expect(deleteFile(ann, id)).rejects.toMatchObject({ code: "conflict" });
    await forgetBytes(id, store);
    await sweepFiles(() => plusMs(now(), 40 * DAY_MS));
    expect((await openFile(ann, id, store)).bytes.toString()).toBe("sent");
  });

  test("a day after it was uploaded and never sent", async () => {
    const { id } = await upload(Buffer.from("forgotten"));
    await sweepFiles(() => plusMs(now(), DAY_MS - 60_000));
    expect((await openFile(ann, id, store)).name).toBe("a.txt");
    await sweepFiles(() => plusMs(now(), DAY_MS + 60_000));
    await expect(openFile(ann, id, store)).rejects.toMatchObject({ code: "not_found" });
  });

  test("when the conversation it belongs to is gone for good", async () => {
    const { id } = await upload(Buffer.from("part of it"));
    const conversationId = await sendWith(id);
    await db.conversation.delete({ where: { id: conversationId } });
    await sweepFiles(() => plusMs(now(), 2 * DAY_MS));
    expect(await db.attachment.count({ where: { id } })).toBe(0);
  });
});

test("a crash between the bytes and the row leaves bytes that a job removes", async () => {
  let key = "";
  const crashing: Storage = {
    ...store,
    put: async (id, bytes) => {
      key = id;
      await store.put(id, bytes);
      throw new Error("the process is gone");
    },
  };
  await expect(uploadFile(ann, { name: "x", bytes: Buffer.from("x") }, { store: crashing })).rejects.toThrow(
    "the process is gone",
  );
  expect(await cleanings()).toContain(key);
  await forgetBytes(key, store);
  expect(await store.get(key)).toBeUndefined();
});

test("a file whose bytes the disk lost is said to be out of reach, not to be gone", async () => {
  const { id } = await upload(Buffer.from("lost"));
  await store.remove(id);
  await expect(openFile(ann, id, store)).rejects.toMatchObject({ code: "files_down" });
});
