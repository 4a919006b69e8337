import { expect, test } from "vitest";
import { recordAudit } from "@/lib/audit/record";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/platform/ids";
import { withRequest } from "@/lib/platform/request-context";

const MOMENT = new Date("2026-03-01T12:00:00.000Z");
const clock = () => MOMENT;

function eventsOf(actorId: string) {
  return db.auditEvent.findMany({ where: { actorId } });
}

test("what is rolled back is not on record", async () => {
  const actorId = newId();
  const undone = db.$transaction(async (tx) => {
    await recordAudit(tx, { actorId, action: "password.changed" }, clock);
    throw new Error("not after all");
  });
  await expect(undone).rejects.toThrow("not after all");
  expect(await eventsOf(actorId)).toEqual([]);
});

test("an event says who, what, to what, when and in which request", async () => {
  const actorId = newId();
  await withRequest(new Headers({ "x-request-id": "request-0001" }), () =>
    recordAudit(db, { actorId, action: "role.changed", subject: "somebody", detail: { to: "admin" } }, clock),
  );
  expect(await eventsOf(actorId)).toEqual([
    expect.objectContaining({
      actorId,
      action: "role.changed",
      subject: "somebody",
      detail: { to: "admin" },
      requestId: "request-0001",
      createdAt: MOMENT,
    }),
  ]);
});

test("an event outside of any request has no request id, and one of the system no actor", async () => {
  await recordAudit(db, { actorId: null, action: "sweep.ran" }, clock);
  const event = await db.auditEvent.findFirstOrThrow({ where: { action: "sweep.ran" } });
  expect(event).toMatchObject({ actorId: null, subject: null, requestId: null, detail: {} });
});

test("an event can not be changed or taken back", async () => {
  const actorId = newId();
  await recordAudit(db, { actorId, action: "session.started" }, clock);
  await expect(db.auditEvent.updateMany({ where: { actorId }, data: { action: "nothing" } })).rejects.toThrow(
    /append|never/i,
  );
  await expect(db.auditEvent.deleteMany({ where: { actorId } })).rejects.toThrow(/append|never/i);
});
