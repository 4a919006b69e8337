import { dayText } from "@/components/ui/moments";

/** A day in words for people, and exact for machines. */
export function Day({ at, locale, zone }: { at: Date; locale: string; zone?: string }) {
  return <time dateTime={at.toISOString()}>{dayText(at, locale, zone)}</time>;
}
