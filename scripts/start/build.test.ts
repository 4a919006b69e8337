import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { build, findBuild } from "@/scripts/start/build";

const home = process.cwd();
const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "parley build ")));
afterAll(() => {
  process.chdir(home);
  fs.rmSync(root, { recursive: true, force: true });
});

const write = (file: string, text = "") => {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
};

/** What `next build` leaves behind, as far as this is concerned. */
const nextBuild = async () => {
  fs.rmSync(".next", { recursive: true, force: true });
  write(".next/standalone/server.js", "serve()");
  write(".next/static/chunks/a.js", "a()");
};

beforeEach(() => {
  process.chdir(home);
  const checkout = fs.mkdtempSync(path.join(root, "checkout "));
  process.chdir(checkout);
  write("app/page.tsx", "one");
  write("lib/chat/send.ts", "one");
  write("public/logo.svg", "<svg/>");
  write("package-lock.json", "{}");
});

test("a checkout that was never built has no server", () => {
  expect(findBuild()).toBeUndefined();
});

test("a build is found again, whole, with what Next leaves for a CDN", async () => {
  const server = await build(nextBuild);
  expect(findBuild()).toBe(server);
  const folder = path.dirname(server);
  expect(fs.readFileSync(path.join(folder, ".next/static/chunks/a.js"), "utf8")).toBe("a()");
  expect(fs.existsSync(path.join(folder, "public/logo.svg"))).toBe(true);
});

describe("a build is stale", () => {
  test.each(["app/page.tsx", "lib/chat/send.ts", "public/logo.svg", "package-lock.json"])(
    "when %s changes, and good again when that is undone",
    async (file) => {
      const server = await build(nextBuild);
      const before = fs.readFileSync(file, "utf8");
      write(file, "two");
      expect(findBuild()).toBeUndefined();
      write(file, before);
      expect(findBuild()).toBe(server);
    },
  );

  test.each(["app/new/page.tsx", "proxy.ts", "next.config.ts", "models.json"])("when %s appears", async (file) => {
    await build(nextBuild);
    write(file);
    expect(findBuild()).toBeUndefined();
  });

  test("when a file is moved with its words", async () => {
    await build(nextBuild);
    fs.renameSync("lib/chat/send.ts", "lib/chat/sending.ts");
    expect(findBuild()).toBeUndefined();
  });

  test("when words move from one file to the next", async () => {
    write("lib/a.ts", "xy");
    write("lib/b.ts", "z");
    await build(nextBuild);
    write("lib/a.ts", "x");
    write("lib/b.ts", "yz");
    expect(findBuild()).toBeUndefined();
  });
});

describe("a build is not stale", () => {
  test.each(["lib/chat/send.test.ts", "lib/db/generated/client.ts", "docs/README.md", "e2e/chat.spec.ts"])(
    "for %s, which is no part of it",
    async (file) => {
      const server = await build(nextBuild);
      write(file, "two");
      expect(findBuild()).toBe(server);
    },
  );
});

test("a file saved while it was built makes it stale, not wrong", async () => {
  await build(async () => {
    await nextBuild();
    write("app/page.tsx", "saved meanwhile");
  });
  expect(findBuild()).toBeUndefined();
});

test("a build that fails leaves the one before where it is, and nothing that looks like a build", async () => {
  const server = await build(nextBuild);
  write("app/page.tsx", "does not compile");
  await expect(build(() => Promise.reject(new Error("It does not compile.")))).rejects.toThrow("does not compile");
  expect(findBuild()).toBeUndefined();
  expect(fs.existsSync(server)).toBe(true);
});

test("building the same files again replaces the build", async () => {
  const server = await build(nextBuild);
  fs.writeFileSync(server, "torn");
  expect(await build(nextBuild)).toBe(server);
  expect(fs.readFileSync(server, "utf8")).toBe("serve()");
});

test("only the newest builds are kept", async () => {
  const servers: string[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    write("app/page.tsx", `turn ${turn}`);
    const server = await build(nextBuild);
    // Folders made within one tick of the file system's clock have one age.
    fs.utimesSync(path.dirname(server), turn, turn);
    servers.push(server);
  }
  expect(servers.map((server) => fs.existsSync(server))).toEqual([false, false, true, true, true]);
});
