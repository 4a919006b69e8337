import { db } from "@/lib/db/client";
import type { Viewer } from "@/lib/identity/schema";
import { newId } from "@/lib/platform/ids";
import { allowanceFor } from "@/lib/usage/allowance";

/** Leaves the person so much, as if the rest had been used. */
export async function leaveMicros(viewer: Pick<Viewer, "id">, micros: bigint) {
  const { remainingMicros } = await allowanceFor(viewer.id);
  const accounts = await Promise.all(
    (["allowance", "spent"] as const).map((kind) =>
      db.ledgerAccount.findFirstOrThrow({ where: { userId: viewer.id, kind } }),
    ),
  );
  const [allowance = "", spent = ""] = accounts.map(({ id: accountId }) => accountId);
  const transfer = { id: newId(), userId: viewer.id, kind: "lapse", sourceId: newId(), createdAt: new Date() } as const;
  await db.ledgerTransfer.create({ data: transfer });
  const line = { transferId: transfer.id, createdAt: transfer.createdAt };
  await db.ledgerEntry.createMany({
    data: [
      { id: newId(), accountId: allowance, amountMicros: micros - remainingMicros, ...line },
      { id: newId(), accountId: spent, amountMicros: remainingMicros - micros, ...line },
    ],
  });
}
