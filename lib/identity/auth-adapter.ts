import "server-only";
import { PrismaAdapter } from "@auth/prisma-adapter";
import type { Adapter, AdapterAccount, AdapterUser } from "next-auth/adapters";
import { recordAudit } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { proveAddress } from "@/lib/identity/proof";
import { insertAccount, insertFromProvider } from "@/lib/identity/queries/accounts";
import { extendSession, insertSession } from "@/lib/identity/queries/sessions";
import { closeSession, resumeSession } from "@/lib/identity/sessions";
import { now, wallTime } from "@/lib/platform/clock";
import { sha256 } from "@/lib/platform/ids";

const base = PrismaAdapter(db);

/**
 * Auth.js on our tables. What differs from the standard adapter:
 *   ids are ours, addresses lower case, and the providers' tokens are dropped, because we never call them again;
 *   session rows hold the sha256 of the cookie, and finding one is one query;
 *   a person who comes from a provider is proven, because `social.ts` lets nobody in whose address it did not check.
 */
export const authAdapter: Adapter = {
  ...base,
  getUserByEmail: (email) => base.getUserByEmail?.(email.toLowerCase()) ?? null,

  createUser: ({ email, name, image }: AdapterUser) =>
    insertFromProvider({ email: email.toLowerCase(), name: name ?? null, image: image ?? null }, now()),

  /** The provider vouches for the address, so this is a proof of it like any other. */
  async linkAccount({ userId, type, provider, providerAccountId }: AdapterAccount) {
    await db.$transaction(async (tx) => {
      await proveAddress(tx, userId);
      await insertAccount(tx, { userId, type, provider, providerAccountId }, now());
      await recordAudit(tx, { actorId: userId, action: "account.linked", detail: { provider } });
    });
  },

  async createSession(session) {
    await insertSession(db, { ...session, tokenHash: sha256(session.sessionToken) }, wallTime(now));
    return session;
  },

  async getSessionAndUser(sessionToken) {
    const found = await resumeSession(sessionToken);
    if (found === undefined) return null;
    const { expires, userId, email, name, image, emailVerified } = found;
    return {
      session: { sessionToken, userId, expires },
      user: { id: userId, email, name, image, emailVerified, role: found.role },
    };
  },

  async updateSession({ sessionToken, expires }) {
    if (expires !== undefined) await extendSession(sha256(sessionToken), expires);
    return null;
  },

  deleteSession: (sessionToken) => closeSession(sessionToken),
};
