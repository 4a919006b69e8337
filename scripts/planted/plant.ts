import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { runTests } from "./copy-tests";
import type { Defect } from "./defect";
import { DEFECTS } from "./defects";

/**
 * `npm run test:planted [-- word]`: plants one defect at a time in a copy of this checkout and runs the tests that must
 * notice. A defect that stays green is a hole in the tests.
 */
const word = process.argv[2] ?? "";
const chosen = DEFECTS.filter(({ name, file }) => name.includes(word) || file.includes(word));
const copy = copyCheckout();
process.once("exit", () => fs.rmSync(copy, { recursive: true, force: true }));
process.once("SIGINT", () => process.exit(1));

const clean = await runTests(copy, [...new Set(chosen.flatMap(({ tests }) => tests))]);
if (clean.failed > 0 || clean.passed === 0) {
  console.error(
    `The tests are red without any defect (${clean.failed} failed). Mend them first.\n${clean.failures.join("\n")}`,
  );
  process.exit(1);
}
console.log(`${clean.passed} tests are green without a defect.\n`);
let missed = 0;
for (const defect of chosen) {
  const verdict = await judge(defect);
  if (!verdict.isCaught) missed += 1;
  console.log(`${verdict.isCaught ? "✓ caught" : "✗ MISSED"}  ${defect.name.padEnd(52)} ${verdict.by}`);
}
console.log(`\n${chosen.length - missed} caught, ${missed} missed`);
process.exit(missed === 0 ? 0 : 1);

async function judge({ file, find, replace, tests }: Defect): Promise<{ isCaught: boolean; by: string }> {
  const target = path.join(copy, file);
  const sound = fs.readFileSync(target, "utf8");
  const times = sound.split(find).length - 1;
  if (times !== 1)
    return { isCaught: false, by: `the place is there ${times} times: bring scripts/planted/defects.ts up to date` };
  fs.writeFileSync(
    target,
    sound.replace(find, () => replace),
  );
  try {
    const { failed, failures } = await runTests(copy, tests);
    return { isCaught: failed > 0, by: failures[0] ?? "every test stayed green" };
  } finally {
    fs.writeFileSync(target, sound);
  }
}

/** What git knows or would take, and the generated client; the packages are shared. */
function copyCheckout(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "parley-planted-"));
  fs.chmodSync(folder, 0o755);
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    encoding: "utf8",
  });
  for (const file of listed.split("\0").filter((name) => name !== "" && fs.existsSync(name))) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.copyFileSync(file, path.join(folder, file));
  }
  fs.cpSync("lib/db/generated", path.join(folder, "lib/db/generated"), { recursive: true });
  fs.symlinkSync(path.resolve("node_modules"), path.join(folder, "node_modules"));
  return folder;
}
