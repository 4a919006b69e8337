/** The first letters of a name, or of an address without one. Decoration: the name stands beside it. */
export function Avatar({ name, email }: { name: string | null; email: string }) {
  return (
    <span
      aria-hidden="true"
      className="inline-flex size-6 shrink-0 items-center justify-center rounded-full bg-text font-semibold text-[0.625rem] text-surface uppercase"
    >
      {initials(name ?? "") || email.slice(0, 1)}
    </span>
  );
}

/** Up to two letters: the first of the first word and the first of the last. */
export function initials(name: string): string {
  const letters = name.split(/\s+/).flatMap((word) => /^\p{L}/u.exec(word)?.[0] ?? []);
  return [letters[0], letters.length > 1 ? letters.at(-1) : undefined].join("");
}
