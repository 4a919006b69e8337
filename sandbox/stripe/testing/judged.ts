import { expect } from "vitest";
import { Judge } from "../schema-judge/judge";

/**
 * One for all tests of a process. To read the SDK's types and make checks of them takes seconds, which are spent when
 * this file is loaded, so that no single test is charged with them.
 */
export const judge = new Judge();
judge.faultsOf({ object: "customer" });

/** Fails where an answer is not what the SDK declares, or an error does not say what is wrong. */
export function expectDeclared(where: string, status: number, body: unknown): void {
  const faults = judge.faultsOfAnswer(status, body).map((fault) => `${where} ${status}: ${fault}`);
  // Compared only when there are some: this is asked ten thousand times, and what it costs all tests pay.
  if (faults.length > 0) expect(faults).toEqual([]);
}
