/** `npm test`: every stage. With names (`npm test -- types unit`) only those. */
import { setUp } from "./setup.mjs";

try {
  await setUp();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}\n\n0 passed, 1 failed`);
  process.exit(1);
}
await import("./typescript.mjs");
const { runStages } = await import("./test/run-stages.ts");
process.exit(await runStages(process.argv.slice(2)));
