export function setUp(): Promise<void>;
export function loadSettings(): void;
