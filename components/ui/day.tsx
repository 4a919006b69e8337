import { dayText } from "@/components/ui/moments";

/** A day in words for people, and exact for machines. */
export function Day({ at, locale }: { at: Date; locale: string }) {
  return <time dateTime={at.toISOString()}>{dayText(at, locale)}</time>;
}
