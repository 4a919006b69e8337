import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { diskStorage, type Storage } from "@/lib/adapters/storage/storage";
import { newId } from "@/lib/platform/ids";
import { healthOf } from "@/lib/platform/service-health";

let folder: string;
let disk: Storage;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "parley-files-"));
  disk = diskStorage(path.join(folder, "not", "made", "yet"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const filesIn = (place: string) =>
  readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

test("whatever bytes are put come back, the last ones under a key", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 3000 }), { minLength: 1, maxLength: 4 }), async (versions) => {
      const key = newId();
      for (const bytes of versions) await disk.put(key, bytes);
      expect(new Uint8Array((await disk.get(key)) ?? [])).toEqual(new Uint8Array(versions.at(-1) ?? []));
    }),
    { numRuns: 20 },
  );
});

test("nothing is under a key that was never put, or was removed", async () => {
  const key = newId();
  expect(await disk.get(key)).toBeUndefined();
  await disk.put(key, Buffer.from("here"));
  await disk.remove(key);
  await disk.remove(key);
  expect(await disk.get(key)).toBeUndefined();
});

test("puts of one key at once leave one whole version and no litter", async () => {
  const key = newId();
  const versions = Array.from({ length: 8 }, (_, index) => Buffer.alloc(50_000, index));
  await Promise.all(versions.map((bytes) => disk.put(key, bytes)));
  const found = await disk.get(key);
  expect(versions.some((bytes) => found?.equals(bytes))).toBe(true);
  expect(filesIn(folder)).toHaveLength(1);
});

test.each(["../../escape", "a/b", "", ".", "A0000000-0000-0000-0000-000000000000", `${newId()}/../x`])(
  "%j is no key",
  async (key) => {
    await expect(disk.put(key, Buffer.from("x"))).rejects.toMatchObject({ code: "files_down" });
    await expect(disk.get(key)).rejects.toMatchObject({ code: "files_down" });
    expect(filesIn(folder)).toEqual([]);
  },
);

test("only the account that serves may read a file", async () => {
  await disk.put(newId(), Buffer.from("private"));
  const [file] = filesIn(folder);
  expect(statSync(path.join(file?.parentPath ?? "", file?.name ?? "")).mode & 0o077).toBe(0);
});

test("a disk that can not be written to is down, says so, and keeps what was there", async () => {
  const blocked = path.join(folder, "file");
  writeFileSync(blocked, "in the way");
  await expect(diskStorage(blocked).put(newId(), Buffer.from("x"))).rejects.toMatchObject({ code: "files_down" });
  expect(healthOf("files")).toMatchObject({ state: "failing", code: "files_down" });
  expect(readFileSync(blocked, "utf8")).toBe("in the way");
  await disk.put(newId(), Buffer.from("x"));
  expect(healthOf("files")).toMatchObject({ state: "ok" });
});
