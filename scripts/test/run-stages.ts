import fs from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { step } from "@/scripts/step.mjs";
import { BUILD_STAGE } from "./build-stage";
import { DEEP_STAGE } from "./deep-stage";
import { E2E_STAGE } from "./e2e-stage";
import { type Outcome, type Stage, withLeast } from "./outcome";
import { STATIC_STAGES } from "./static-stages";
import { UNIT_STAGE } from "./unit-stage";

const STAGES: readonly Stage[] = [...STATIC_STAGES, UNIT_STAGE, BUILD_STAGE, E2E_STAGE];
const ALIASES: Record<string, readonly string[]> = { static: STATIC_STAGES.map(({ name }) => name) };

/**
 * Runs the named stages, or all that are not `onlyByName`; the last line says what came of it.
 * @returns the exit code.
 */
export async function runStages(
  names: readonly string[],
  stages: readonly Stage[] = STAGES,
  onlyByName: readonly Stage[] = [DEEP_STAGE],
): Promise<number> {
  const wanted = names.flatMap((name) => ALIASES[name] ?? [name]);
  const all = [...stages, ...onlyByName];
  const unknown = wanted.filter((name) => !all.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    console.error(`No such stage: ${unknown.join(", ")}. There are: ${all.map(({ name }) => name).join(", ")}.`);
    return 1;
  }
  fs.mkdirSync(".reports", { recursive: true });
  const outcomes: Outcome[] = [];
  const chosen = wanted.length === 0 ? stages : all.filter(({ name }) => wanted.includes(name));
  for (const stage of chosen) outcomes.push(await runStage(stage));
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

async function runStage(stage: Stage): Promise<Outcome> {
  const outcome = await step(stage.name, async (note) => {
    const result = withLeast(stage, await settled(stage));
    note(
      [`${result.passed} passed, ${result.failed} failed`, result.note].filter(Boolean).join(" · "),
      result.failed === 0,
    );
    return result;
  });
  if (outcome.failed > 0 && outcome.details) console.log(`\n${stripVTControlCharacters(outcome.details)}\n`);
  return outcome;
}

/** A stage that breaks down has failed; the others still run. */
async function settled(stage: Stage): Promise<Outcome> {
  try {
    return await stage.run();
  } catch (error) {
    return { passed: 0, failed: 1, details: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
