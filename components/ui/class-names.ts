import { clsx, type ClassValue } from "clsx";

/**
 * Joins class names. It does not resolve conflicts: a component's `className` is for where it stands (margin, width,
 * order), and how it looks is chosen by its own options.
 */
export function classNames(...values: ClassValue[]): string {
  return clsx(values);
}
