export function step<T>(name: string, work: (note: (detail: string) => void) => Promise<T> | T): Promise<T>;
