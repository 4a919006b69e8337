"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const YEAR_S = 365 * 24 * 60 * 60;

/** Tells the server the zone of the browser's clock where it drew the page for another one, by a cookie of that name, and has it drawn again. */
export function ZoneKeeper({ cookie, drawnFor }: { cookie: string; drawnFor: string }) {
  const router = useRouter();
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (timeZone === drawnFor) return;
    document.cookie = `${cookie}=${timeZone}; path=/; max-age=${YEAR_S}; samesite=lax`;
    router.refresh();
  }, [cookie, drawnFor, router]);
  return null;
}
