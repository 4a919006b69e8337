import { Search } from "lucide-react";
import type { KeyboardEvent } from "react";

type SearchFieldProps = {
  query: string;
  onQuery: (query: string) => void;
  resultsId: string;
  /** The results are for what stands in the field: the first of them may be opened by Enter. */
  areFound: boolean;
};

/** Finds by title as one types; the arrow down goes to the first result, Escape clears. */
export function SearchField({ query, onQuery, resultsId, areFound }: SearchFieldProps) {
  function act(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === "Escape" && query !== "") {
      event.preventDefault();
      event.stopPropagation();
      onQuery("");
    }
    if (event.key === "ArrowDown" || event.key === "Enter") {
      const first = document.getElementById(resultsId)?.querySelector("a");
      if (!first || !areFound) return;
      event.preventDefault();
      if (event.key === "Enter") first.click();
      else first.focus();
    }
  }

  return (
    <div className="relative">
      <Search
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
        aria-hidden="true"
      />
      <input
        type="search"
        value={query}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={act}
        aria-label="Find a chat by title"
        aria-controls={resultsId}
        placeholder="Find a chat"
        autoComplete="off"
        maxLength={200}
        className="h-9 w-full rounded-md border border-transparent bg-line/40 pr-2 pl-8.5 text-base transition-colors placeholder:text-muted hover:border-line focus-visible:border-accent focus-visible:outline-offset-0 md:text-sm pointer-coarse:h-11"
      />
    </div>
  );
}
