import type { Defect } from "./defect";

/** What a key must never do, done; and documents that say what is not so. */
const OWN = "lib/identity/keys/own-keys.test.ts";
const ROTATED = "lib/identity/keys/rotate-key.test.ts";
const READ = "lib/identity/api-keys.test.ts";
const DOCUMENT = "app/api/openapi.json/conformance.test.ts";

export const KEY_DEFECTS: readonly Defect[] = [
  {
    name: "a mistyped key is looked for",
    file: "lib/identity/key-format.ts",
    find: "return text.slice(-CHECKSUM_LENGTH) === checksumOf(text.slice(0, -CHECKSUM_LENGTH));",
    replace: "return true;",
    tests: ["lib/identity/key-format.test.ts"],
  },
  {
    name: "a revoked key works on",
    file: "lib/identity/api-keys.ts",
    find: 'if (revokedAt !== null) return "revoked";',
    replace: 'if (revokedAt !== null && revokedAt > at) return "revoked";',
    tests: [READ],
  },
  {
    name: "a key works in the moment it expires",
    file: "lib/identity/api-keys.ts",
    find: 'expiresAt <= at ? "expired"',
    replace: 'expiresAt < at ? "expired"',
    tests: [READ],
  },
  {
    name: "a request waits for its key's last use to be noted",
    file: "lib/identity/api-keys.ts",
    find: "  noteUse(row, { keyHash, at });",
    replace: "  await writeUse(row.id, { at, since: plusMs(at, -USE_NOTED_MS) });",
    tests: [READ],
  },
  {
    name: "a key that was revoked is guessed to be as it was",
    file: "lib/identity/queries/api-keys.ts",
    find: "      AND k.revoked_at IS NULL AND (k.expires_at",
    replace: "      AND (k.expires_at",
    tests: [READ],
  },
  {
    name: "a guess at a key is believed",
    file: "lib/usage/queries/reservations.ts",
    find: "const when = Prisma.sql`(SELECT holds FROM standing)`;",
    replace: "const when = Prisma.sql`TRUE`;",
    tests: ["app/api/v1/known-key.test.ts"],
  },
  {
    name: "a guess at who is signed in is believed",
    file: "lib/chat/queries/send.ts",
    find: "when: Prisma.sql`(SELECT holds FROM signed_in)`",
    replace: "when: Prisma.sql`TRUE`",
    tests: ["app/api/openai/chat/chat-route.test.ts"],
  },
  {
    name: "anybody's key can be revoked",
    file: "lib/identity/queries/own-keys.ts",
    find: "where: { id, userId, revokedAt: null },",
    replace: "where: { id, revokedAt: null },",
    tests: [OWN],
  },
  {
    name: "keys are counted before the person is held",
    file: "lib/identity/queries/own-keys.ts",
    find: "WHERE id = ${userId}::uuid FOR NO KEY UPDATE",
    replace: "WHERE id = ${userId}::uuid",
    tests: [OWN, ROTATED],
  },
  {
    name: "a rotated key is given more time than it had",
    file: "lib/identity/queries/own-keys.ts",
    find: "where: { id, userId, OR: [{ expiresAt: null }, { expiresAt: { gt: expiresAt } }] },",
    replace: "where: { id, userId },",
    tests: [ROTATED],
  },
  {
    name: "a rotated key's successor has no budget",
    file: "lib/identity/keys/rotate-key.ts",
    find: "    requestsPerMinute,\n    budgetMicros,\n",
    replace: "    requestsPerMinute,\n    budgetMicros: null,\n",
    tests: [ROTATED],
  },
  {
    name: "a failure is answered by a code that is not documented",
    file: "lib/http/program-endpoint.ts",
    find: 'code: "insufficient_permissions",',
    replace: 'code: "missing_scope",',
    tests: [DOCUMENT],
  },
  {
    name: "the document forgets a header that every answer has",
    file: "lib/gateway/document/api-document.ts",
    find: '"x-request-id": REQUEST_ID,\n      ...(isCounted',
    replace: "...(isCounted",
    tests: [DOCUMENT],
  },
];
