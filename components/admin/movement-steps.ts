import type { MonthMovement } from "@/lib/insights/schema";

export type MovementStep = {
  name: string;
  meaning: string;
  tone: "level" | "up" | "down";
  amountMinor: number;
  /** Where its bar begins and how long it is, in hundredths of the longest. */
  from: number;
  length: number;
};

/** A month's movements as a waterfall: each step begins where the one before it ended. Scaled from zero. */
export function movementSteps(month: MonthMovement): MovementStep[] {
  const { newMinor, reactivationMinor, expansionMinor, contractionMinor, churnMinor } = month;
  const highest = month.startMinor + newMinor + reactivationMinor + expansionMinor;
  const scaled = (minor: number) => (highest === 0 ? 0 : Math.round((minor * 10_000) / highest) / 100);
  let level = month.startMinor;
  const step = (name: string, meaning: string, amountMinor: number): MovementStep => {
    const before = level;
    level += amountMinor;
    const [low, high] = [scaled(Math.min(before, level)), scaled(Math.max(before, level))];
    return { name, meaning, tone: amountMinor < 0 ? "down" : "up", amountMinor, from: low, length: high - low };
  };
  const whole = (name: string, meaning: string, amountMinor: number): MovementStep => {
    return { name, meaning, tone: "level", amountMinor, from: 0, length: scaled(amountMinor) };
  };
  return [
    whole("At its beginning", "Monthly recurring revenue as the month began.", month.startMinor),
    step("New", "From people who had never paid before.", newMinor),
    step("Back", "From people who had paid before and come back.", reactivationMinor),
    step(
      "More",
      "From people who pay more than they did: a bigger plan, more seats, a second subscription.",
      expansionMinor,
    ),
    step("Less", "From people who pay less than they did.", contractionMinor),
    step("Gone", "From people who do not pay any more.", churnMinor),
    whole("Now, or at its end", "What is left, and what the next month begins with.", month.endMinor),
  ];
}
