export function step<T>(
  name: string,
  work: (note: (detail: string, isGood?: boolean) => void) => Promise<T> | T,
): Promise<T>;
