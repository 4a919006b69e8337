import { spawn } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";

const fileUrl = (file: string) => JSON.stringify(pathToFileURL(path.resolve(file)).href);

/** A program that plans its end and says what happens. `stuck` is a part that never stops. */
function aProgram(body: string) {
  const script = `
    const { planEnding } = await import(${fileUrl("scripts/start/ending.ts")});
    const ending = planEnding(() => console.log("forced"));
    const part = (name) => ending.add(name, async () => console.log("stopped " + name));
    const stuck = (name) => ending.add(name, () => { console.log("stopping " + name); return new Promise(() => {}); });
    setInterval(() => {}, 1000);
    ${body}
    console.log("ready");`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const waiting: { words: string; resolve: () => void }[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      for (const { words, resolve } of waiting) if (said.includes(words)) resolve();
    });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return {
    until: (words: string) =>
      new Promise<void>((resolve) => (said.includes(words) ? resolve() : void waiting.push({ words, resolve }))),
    signal: (name: NodeJS.Signals) => child.kill(name),
    ended: async () => ({ code: await ended, said: said.trim().split("\n").filter(Boolean) }),
  };
}

describe("an end", () => {
  test("stops what was started last first, and ends well", async () => {
    const program = aProgram('part("PostgreSQL"); part("The sandbox"); part("The app"); void ending.run(0);');
    const { code, said } = await program.ended();
    expect(code).toBe(0);
    expect(said.filter((line) => line.startsWith("stopped"))).toEqual([
      "stopped The app",
      "stopped The sandbox",
      "stopped PostgreSQL",
    ]);
  });

  test("goes on when a part does not stop cleanly, and then has not gone well", async () => {
    const program = aProgram(`
      part("PostgreSQL");
      ending.add("The app", () => { throw new Error("it would not"); });
      void ending.run(0);`);
    const { code, said } = await program.ended();
    expect(code).toBe(1);
    expect(said).toContain("stopped PostgreSQL");
    expect(said.join("\n")).toContain("The app did not stop cleanly: Error: it would not");
  });

  test("that was asked for twice stops each part once", async () => {
    const program = aProgram('part("PostgreSQL"); void ending.run(1); void ending.run(0);');
    const { said } = await program.ended();
    expect(said.filter((line) => line === "stopped PostgreSQL")).toHaveLength(1);
  });
});

describe("a signal", () => {
  test.each<NodeJS.Signals>(["SIGINT", "SIGTERM", "SIGHUP"])("%s ends everything in order", async (name) => {
    const program = aProgram('part("PostgreSQL"); part("The app");');
    await program.until("ready");
    program.signal(name);
    expect(await program.ended()).toEqual({
      code: 0,
      said: ["ready", "Stopping …", "stopped The app", "stopped PostgreSQL"],
    });
  });

  test("that npm repeats at once forces nothing; a person's second one does", async () => {
    const program = aProgram('stuck("PostgreSQL");');
    await program.until("ready");
    program.signal("SIGINT");
    await program.until("stopping PostgreSQL");
    program.signal("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 700));
    program.signal("SIGINT");
    const { code, said } = await program.ended();
    expect([code, said.at(-1)]).toEqual([1, "forced"]);
    expect(said.filter((line) => line === "forced")).toHaveLength(1);
  });
});
