import type { CollectionName, Collections } from "./wire";

/** A field that can be searched by. One lies deeper. */
export type FieldOf<N extends CollectionName> =
  | (keyof Collections[N] & string)
  | (N extends "invoice_payments" ? "payment.payment_intent" : never);

type Bucket = { ids: Set<string>; lastSlot: number; isInOrder: boolean };

/** Which things hold which text in one field. */
export class FieldIndex {
  private readonly buckets = new Map<string, Bucket>();

  file(text: string | undefined, id: string, slot: number): void {
    if (text === undefined) return;
    const bucket = this.buckets.get(text);
    if (!bucket) {
      this.buckets.set(text, { ids: new Set([id]), lastSlot: slot, isInOrder: true });
      return;
    }
    bucket.ids.add(id);
    // An older thing that came to hold this text later.
    if (slot < bucket.lastSlot) bucket.isInOrder = false;
    bucket.lastSlot = slot;
  }

  drop(text: string | undefined, id: string): void {
    if (text === undefined) return;
    const bucket = this.buckets.get(text);
    bucket?.ids.delete(id);
    if (bucket?.ids.size === 0) this.buckets.delete(text);
  }

  /** The ids under this text, and whether they stand in the order of their making. */
  under(text: string): { ids: string[]; isInOrder: boolean } {
    const bucket = this.buckets.get(text);
    return bucket ? { ids: [...bucket.ids], isInOrder: bucket.isInOrder } : { ids: [], isInOrder: true };
  }
}
