import type { Ahead } from "../world/stripe-sandbox";

/** As far as the sandbox goes at a time: five years. */
const MOST_S = 5 * 366 * 86_400;
const DAY_S = 86_400;

export type Move = { seconds: number } | { refusal: string };

/** The buttons that lead to where something happens, and what is missing when it does not. */
export const LANDMARKS = [
  { to: "renewal", label: "Next renewal", missing: "Nobody's plan renews." },
  { to: "trial_end", label: "End of trial", missing: "Nobody is on a trial." },
  { to: "retry", label: "Next retry", missing: "No payment is waiting to be tried again." },
] as const;

/** The buttons that lead a fixed way on, by the calendar. */
export const STEPS = [
  { to: "day", label: "One day on" },
  { to: "week", label: "One week on" },
  { to: "month", label: "One month on" },
  { to: "year", label: "One year on" },
] as const;

/** How far to move the clock for what a form says: `to` a landmark or a step, or `date` (UTC, as a browser's date field writes it). */
export function moveIn(form: URLSearchParams, { now, landmarks }: Pick<Ahead, "now" | "landmarks">): Move {
  const to = form.get("to");
  const landmark = LANDMARKS.find((one) => one.to === to);
  if (landmark) {
    const at = landmarks[landmark.to];
    return at === null ? { refusal: landmark.missing } : until(at, now);
  }
  if (to !== null && STEPS.some((step) => step.to === to)) return until(stepOn(now, to), now);
  const date = form.get("date") ?? "";
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/u.test(date) ? Date.parse(`${date}Z`) / 1000 : Number.NaN;
  if (Number.isNaN(at)) return { refusal: "Choose a date and a time." };
  return until(at, now);
}

function until(at: number, now: number): Move {
  const seconds = Math.ceil(at - now);
  if (seconds < 1)
    return { refusal: "That is in the past. Time goes forward only; Reset brings it back to the machine's." };
  if (seconds > MOST_S) return { refusal: "That is more than five years ahead. Go there in steps." };
  return { seconds };
}

/** A month from 31 January is the last of February, as it is for a subscription. */
function stepOn(now: number, step: string): number {
  if (step === "day") return now + DAY_S;
  if (step === "week") return now + 7 * DAY_S;
  const date = new Date(now * 1000);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + (step === "year" ? 12 : 1));
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.valueOf() / 1000;
}
