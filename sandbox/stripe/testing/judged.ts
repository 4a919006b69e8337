import { expect } from "vitest";
import { Judge } from "../schema-judge/judge";
import type { World } from "../store/world";

/**
 * One for all tests of a process. To read the SDK's types and make checks of them takes seconds, which are spent when
 * this file is loaded, so that no single test is charged with them.
 */
export const judge = new Judge();
judge.faultsOf({ object: "customer" });

/** Where an answer is not what the SDK declares, or an error does not say what is wrong. */
export function faultsOfAnswer(where: string, status: number, body: unknown): string[] {
  return judge.faultsOfAnswer(status, body).map((fault) => `${where} ${status}: ${fault}`);
}

/** Fails where there is such a fault. */
export function expectDeclared(where: string, status: number, body: unknown): void {
  expectNoFaults(faultsOfAnswer(where, status, body));
}

/** Compared only when there are some: this is asked ten thousand times, and what it costs all tests pay. */
export function expectNoFaults(faults: string[]): void {
  if (faults.length > 0) expect(faults).toEqual([]);
}

/** The events of a world that nobody has looked at yet; one that was undone again never was. */
export class NewEvents {
  private readonly fresh = new Map<string, object>();

  constructor(world: World) {
    world.watch((name, id, value) => {
      if (name !== "events") return;
      if (value) this.fresh.set(id, value);
      else this.fresh.delete(id);
    });
  }

  /** Where one tells of something as the SDK does not declare it. */
  faults(): string[] {
    const found = [...this.fresh].flatMap(([id, event]) => faultsOfAnswer(id, 200, JSON.parse(JSON.stringify(event))));
    this.fresh.clear();
    return found;
  }
}
