import { usePathname, useSearchParams } from "next/navigation";

/** Next types both as if they could be missing, as they can be on pages of a `pages` folder; ours has routes only. */

export function usePath(): string {
  return usePathname() ?? "/";
}

export function useQuery(): URLSearchParams {
  return new URLSearchParams(useSearchParams()?.toString());
}
