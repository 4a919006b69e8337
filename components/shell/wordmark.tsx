/** The mark: something said, and under it the line that shows what it used. */
export function Mark({ className = "size-5" }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" className={className} fill="none" aria-hidden="true">
      <path
        d="M4.5 2.5h11a2.5 2.5 0 0 1 2.5 2.5v7a2.5 2.5 0 0 1-2.5 2.5H9.5L5.5 18v-3.5h-1A2.5 2.5 0 0 1 2 12V5a2.5 2.5 0 0 1 2.5-2.5Z"
        fill="currentColor"
      />
      <path d="M5.75 8.5h8.5" className="stroke-surface" strokeOpacity=".35" strokeWidth="1.75" strokeLinecap="round" />
      <path d="M5.75 8.5h4.75" className="stroke-surface" strokeWidth="1.75" strokeLinecap="round" />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 font-semibold text-[1rem] tracking-[-0.02em]">
      <Mark />
      Parley
    </span>
  );
}
