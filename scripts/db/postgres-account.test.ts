import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { canReach, postgresAccount, reachablePrograms } from "@/scripts/db/postgres-account";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "parley account "));
afterAll(() => fs.rmSync(root, { recursive: true, force: true }));
beforeEach(() => fs.chmodSync(root, 0o755));

/** Neither we nor anybody here. */
const STRANGER = { uid: 54_321, gid: 54_321 };
const own = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

function folder(name: string, mode: number): string {
  const made = path.join(root, name);
  fs.mkdirSync(made, { recursive: true });
  fs.chmodSync(made, mode);
  return made;
}

describe("whether an account can reach a folder", () => {
  test.each([
    [0o755, true],
    [0o711, true],
    [0o700, false],
    [0o754, false],
  ])("of somebody else with the mode %o: %s", (mode, isReachable) => {
    expect(canReach(folder(`mode-${mode}`, mode), STRANGER)).toBe(isReachable);
  });

  test("its own: by its own bit, not by that of others", () => {
    expect(canReach(folder("own", 0o700), own)).toBe(true);
    expect(canReach(folder("shut", 0o077), own)).toBe(false);
    fs.chmodSync(path.join(root, "shut"), 0o755);
  });

  test("its group's: by the group's bit", () => {
    const mate = { uid: STRANGER.uid, gid: own.gid };
    expect(canReach(folder("group", 0o710), mate)).toBe(true);
    expect(canReach(folder("not-group", 0o701), mate)).toBe(false);
  });

  test("depends on every folder above it", () => {
    const inner = path.join(folder("closed", 0o755), "inner");
    fs.mkdirSync(inner);
    expect(canReach(inner, STRANGER)).toBe(true);
    fs.chmodSync(path.join(root, "closed"), 0o700);
    expect(canReach(inner, STRANGER)).toBe(false);
  });

  test("that is not there yet depends on those that are", () => {
    expect(canReach(path.join(folder("open", 0o755), "not", "there"), STRANGER)).toBe(true);
    expect(canReach(path.join(folder("private", 0o700), "not", "there"), STRANGER)).toBe(false);
  });
});

test("programs that can be reached are used where they are", () => {
  const native = folder("native", 0o755);
  expect(reachablePrograms(native, "18.0.0", STRANGER)).toBe(native);
});

test("only root needs another account", () => {
  const account = postgresAccount();
  expect(account === undefined).toBe(process.getuid?.() !== 0);
  expect(account?.uid).not.toBe(0);
});
