import { randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

/**
 * What a key looks like: `parley_`, 30 random characters, and 6 that are the CRC32 of all before. The checksum lets a
 * scanner that finds one in a repository know that it is one, without asking us, and lets us refuse a mistyped one
 * without asking the database. (After https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats.)
 */
const PREFIX = "parley_";
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 178 bits. */
const RANDOM_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
const SHAPE = new RegExp(`^${PREFIX}[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}$`);
/** So many of either end are shown. */
const SHOWN_LENGTH = 4;

/** A key nobody has had. Only its sha256 is ever stored. */
export function mintKey(): string {
  return keyOf(Array.from({ length: RANDOM_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join(""));
}

/** The key whose random part this is: 30 characters of base 62. */
export function keyOf(random: string): string {
  const body = `${PREFIX}${random}`;
  return `${body}${checksumOf(body)}`;
}

/** Whether this can be a key: one of ours always is, and one with a character changed never. */
export function isKeyShaped(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  return text.slice(-CHECKSUM_LENGTH) === checksumOf(text.slice(0, -CHECKSUM_LENGTH));
}

/** What lists show of a key: `parley_4fGh…x9Qz`. */
export function prefixOf(key: string): string {
  const random = key.slice(PREFIX.length, PREFIX.length + RANDOM_LENGTH);
  return `${PREFIX}${random.slice(0, SHOWN_LENGTH)}…${random.slice(-SHOWN_LENGTH)}`;
}

function checksumOf(body: string): string {
  let rest = crc32(body);
  let digits = "";
  while (digits.length < CHECKSUM_LENGTH) {
    digits = ALPHABET.charAt(rest % ALPHABET.length) + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}
