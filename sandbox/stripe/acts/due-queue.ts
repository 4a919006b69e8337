import type { CollectionName } from "../store/wire";

/** One thing that time will change, when (world seconds), and the test clock it goes by (none: the world's). */
export type Waiting = { name: CollectionName; id: string; at: number; clock: string | undefined };

/**
 * What waits, by clock, the soonest first: by time, in the same second by kind in
 * the order given, then by id, so that a restart changes nothing of the order.
 */
export class DueQueue {
  private readonly ranks: Map<CollectionName, number>;
  private readonly current = new Map<string, Waiting>();
  /** Heaps that may still hold what was replaced; that is dropped when it comes to the top. */
  private readonly heaps = new Map<string | undefined, Waiting[]>();

  constructor(kinds: CollectionName[]) {
    this.ranks = new Map(kinds.map((kind, rank) => [kind, rank]));
  }

  /** Takes the place of what waited for the same thing. */
  put(waiting: Waiting): void {
    this.current.set(keyOf(waiting), waiting);
    const heap = this.heapOf(waiting.clock);
    heap.push(waiting);
    this.rise(heap, heap.length - 1);
    if (heap.length > 2 * this.current.size + 64) this.renew();
  }

  drop(thing: Pick<Waiting, "name" | "id">): void {
    this.current.delete(keyOf(thing));
  }

  holds(waiting: Waiting): boolean {
    return this.current.get(keyOf(waiting)) === waiting;
  }

  /** All that waits, in no order. */
  all(): Waiting[] {
    return [...this.current.values()];
  }

  first(clock: string | undefined): Waiting | undefined {
    const heap = this.heapOf(clock);
    for (let top = heap[0]; top; top = heap[0]) {
      if (this.holds(top)) return top;
      this.removeTop(heap);
    }
    return undefined;
  }

  private heapOf(clock: string | undefined): Waiting[] {
    const heap = this.heaps.get(clock) ?? [];
    this.heaps.set(clock, heap);
    return heap;
  }

  /** Forgets all that was replaced. */
  private renew(): void {
    const all = [...this.current.values()].toSorted((a, b) => (this.isBefore(a, b) ? -1 : 1));
    this.heaps.clear();
    // What is in order is a heap.
    for (const waiting of all) this.heapOf(waiting.clock).push(waiting);
  }

  private removeTop(heap: Waiting[]): void {
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    heap[0] = last;
    for (let at = 0, next = this.smallerChild(heap, 0); next !== undefined; next = this.smallerChild(heap, at)) {
      if (!this.swapIfBefore(heap, next, at)) return;
      at = next;
    }
  }

  private rise(heap: Waiting[], from: number): void {
    for (let at = from; at > 0; at = (at - 1) >> 1) {
      if (!this.swapIfBefore(heap, at, (at - 1) >> 1)) return;
    }
  }

  private smallerChild(heap: Waiting[], at: number): number | undefined {
    const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
    if (!left) return undefined;
    return right && this.isBefore(right, left) ? 2 * at + 2 : 2 * at + 1;
  }

  private swapIfBefore(heap: Waiting[], low: number, high: number): boolean {
    const [a, b] = [heap[low], heap[high]];
    if (!a || !b || !this.isBefore(a, b)) return false;
    heap[low] = b;
    heap[high] = a;
    return true;
  }

  private isBefore(a: Waiting, b: Waiting): boolean {
    if (a.at !== b.at) return a.at < b.at;
    if (a.name !== b.name) return (this.ranks.get(a.name) ?? 0) < (this.ranks.get(b.name) ?? 0);
    return a.id < b.id;
  }
}

function keyOf({ name, id }: Pick<Waiting, "name" | "id">): string {
  return `${name}/${id}`;
}
