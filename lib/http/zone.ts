import "server-only";
import { cookies } from "next/headers";
import { ZONE_COOKIE } from "@/lib/identity/schema";
import { isZone, STANDARD_ZONE } from "@/lib/platform/zones";

/** The zone that the visitor's browser has told; UTC until it has, or for anything that names none. */
export async function visitorZone(): Promise<string> {
  const told = (await cookies()).get(ZONE_COOKIE)?.value ?? "";
  return isZone(told) ? told : STANDARD_ZONE;
}
