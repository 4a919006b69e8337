import type { CollectionName, Collections } from "../store/wire";
import type { World } from "../store/world";

export type Named = { id: string };

/** Things newest first, looked at one after the other and no further than a page needs. */
export class Listing<T extends Named> {
  private readonly after: (id?: string) => Iterable<T>;
  private readonly find: (id: string) => T | undefined;
  private readonly fits: (thing: T) => boolean;

  constructor(
    after: (id?: string) => Iterable<T>,
    find: (id: string) => T | undefined,
    fits: (thing: T) => boolean = () => true,
  ) {
    this.after = after;
    this.find = find;
    this.fits = fits;
  }

  filter(more: (thing: T) => boolean): Listing<T> {
    return new Listing(this.after, this.find, (thing) => this.fits(thing) && more(thing));
  }

  /** Shown as something else. */
  map<U extends Named>(shape: (thing: T) => U): Listing<U> {
    const shaped = function* (things: Iterable<T>) {
      for (const thing of things) yield shape(thing);
    };
    const found = (id: string) => (this.has(id) ? this.find(id) : undefined);
    return new Listing<U>(
      (id) => shaped(this.from(id)),
      (id) => {
        const thing = found(id);
        return thing && shape(thing);
      },
    );
  }

  has(id: string): boolean {
    const thing = this.find(id);
    return thing !== undefined && this.fits(thing);
  }

  /** From the one made before `id` on, if one is named. */
  *from(id?: string): Generator<T> {
    for (const thing of this.after(id)) if (this.fits(thing)) yield thing;
  }
}

/** What there is of a kind, newest first; of a field that is asked for only what holds this text there. */
export function listed<N extends CollectionName>(
  world: World,
  name: N,
  asked: { [F in keyof Collections[N] & string]?: string | undefined } = {},
): Listing<Collections[N]> {
  const wanted = Object.entries(asked).filter((each): each is [keyof Collections[N] & string, string] =>
    Boolean(each[1]),
  );
  const [first] = wanted;
  return new Listing<Collections[N]>(
    (id) => (first ? world.newestWhere(name, first, id) : world.newest(name, id)),
    (id) => world.find(name, id),
    (thing) => wanted.every(([field, text]) => thing[field] === text),
  );
}

/** Things that stand newest first already. */
export function listingOf<T extends Named>(items: T[]): Listing<T> {
  const placeOf = (id: string) => items.findIndex((item) => item.id === id);
  return new Listing<T>(
    (id) => (id === undefined ? items : items.slice(placeOf(id) + 1)),
    (id) => items[placeOf(id)],
  );
}
