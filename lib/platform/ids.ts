import { createHash, randomBytes } from "node:crypto";
import { v7 } from "uuid";

/** A UUIDv7 (RFC 9562, 5.7): sorts by the time it was made, so that indexes grow at their end. */
export function newId(): string {
  return v7();
}

/** 256 random bits, safe in a URL: for links and session cookies. Only its {@link sha256} is ever stored. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** Lower-case hex, 64 characters. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
