"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { ZONE_COOKIE } from "@/lib/identity/schema";

const YEAR_S = 365 * 24 * 60 * 60;

/** Tells the server the zone of the browser's clock where it drew the page for another one, and has it drawn again. */
export function ZoneKeeper({ drawnFor }: { drawnFor: string }) {
  const router = useRouter();
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    if (timeZone === drawnFor) return;
    document.cookie = `${ZONE_COOKIE}=${timeZone}; path=/; max-age=${YEAR_S}; samesite=lax`;
    router.refresh();
  }, [drawnFor, router]);
  return null;
}
