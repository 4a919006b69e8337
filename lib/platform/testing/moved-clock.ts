import { type Clock, plusMs } from "@/lib/platform/clock";

/** A world so far ahead of the machine; `machine` tells the machine's own time. */
export function movedClock(byMs: number, machine: () => Date = () => new Date()): Clock {
  return Object.assign(() => plusMs(machine(), byMs), { wall: machine });
}
