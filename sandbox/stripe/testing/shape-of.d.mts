export function shapeOf(value: unknown): string;
