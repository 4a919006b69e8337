import "server-only";
import { db } from "@/lib/db/client";
import type { Caller } from "@/lib/identity/attempts";
import { identityJobs } from "@/lib/identity/jobs";
import { hashPassword } from "@/lib/identity/passwords";
import { runDueJobs } from "@/lib/jobs/worker";
import { newId } from "@/lib/platform/ids";

/** For tests: people and what the outbox holds for them. Every name is new, so that no two tests share a throttle. */

export const PASSWORD = "walnut-orbit-ledger-17";
export const OTHER_PASSWORD = "copper-violin-harbour-9";

export function anAddress(): string {
  return `${newId()}@example.test`;
}

export function aCaller(): Caller {
  return { address: newId() };
}

type Given = { email?: string; name?: string; password?: string | null; proven?: boolean };

export async function aPerson({ email = anAddress(), name, password = PASSWORD, proven = true }: Given = {}) {
  const { id } = await db.user.create({
    data: {
      id: newId(),
      email,
      name: name ?? null,
      emailVerified: proven ? new Date() : null,
      passwordHash: password === null ? null : await hashPassword(password),
    },
    select: { id: true },
  });
  return { id, email, name: name ?? null, role: "user" as const, emailVerified: proven };
}

export function storedPerson(email: string) {
  return db.user.findUniqueOrThrow({ where: { email }, omit: { passwordHash: false }, include: { sessions: true } });
}

/** What waits in the outbox for an address, oldest first; runs the jobs that decide whether to write. */
export async function lettersTo(email: string): Promise<{ template: string; link: URL }[]> {
  const { "identity.sweep": _sweep, ...jobs } = identityJobs;
  await runDueJobs(jobs);
  const rows = await db.notification.findMany({ where: { recipient: email }, orderBy: { id: "asc" } });
  return rows.map(({ template, payload }) => {
    const [link] = Object.values(payload as Record<string, string>);
    return { template, link: new URL(link ?? "http://no.link/") };
  });
}

/** The token in the newest letter of this kind. */
export async function tokenTo(email: string, template: string): Promise<string> {
  const letters = await lettersTo(email);
  return letters.findLast((letter) => letter.template === template)?.link.searchParams.get("token") ?? "no such letter";
}

export async function auditOf(actorId: string): Promise<string[]> {
  const events = await db.auditEvent.findMany({ where: { actorId }, orderBy: { id: "asc" } });
  return events.map(({ action }) => action);
}
