import type { CollectionName } from "./wire";

/** What someone knows of the whole world, kept for the next start, so that he need not look through everything then. */
export class Notes {
  private readonly tellers = new Map<string, () => unknown>();
  private earlier: { [name: string]: unknown } = {};
  private changed: [CollectionName, string][] = [];

  /** `tell` is asked whenever the world's index is written; what it says must survive JSON. */
  keep(name: string, tell: () => unknown): void {
    this.tellers.set(name, tell);
  }

  /** What was told when the index was written, and what was changed since. Once; nothing where there is no index. */
  take(name: string): { told: unknown; changed: [CollectionName, string][] } | undefined {
    if (!(name in this.earlier)) return undefined;
    const told = this.earlier[name];
    this.earlier = Object.fromEntries(Object.entries(this.earlier).filter(([key]) => key !== name));
    return { told, changed: this.changed };
  }

  told(): { [name: string]: unknown } {
    return Object.fromEntries([...this.tellers].map(([name, tell]) => [name, tell()]));
  }

  resume(earlier: { [name: string]: unknown }): void {
    this.earlier = earlier;
  }

  noteChange(name: CollectionName, id: string): void {
    this.changed.push([name, id]);
  }
}
