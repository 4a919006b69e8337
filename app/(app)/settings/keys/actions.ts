"use server";

import { refresh } from "next/cache";
import { callAction } from "@/lib/http/call-action";
import { formAction } from "@/lib/http/form";
import { requireUser } from "@/lib/http/visitor";
import { createKey, renameKey, revokeKey } from "@/lib/identity/keys/own-keys";
import { rotateKey } from "@/lib/identity/keys/rotate-key";
import { ChosenKey, CreateKey, RenameKey, RotateKey } from "@/lib/identity/keys/schema";

export const create = formAction(CreateKey, async (wish) => {
  const { secret } = await createKey(await requireUser(), wish);
  refresh();
  return { ok: true, secret };
});

export const rotate = formAction(RotateKey, async (wish) => {
  const { secret } = await rotateKey(await requireUser(), wish);
  refresh();
  return { ok: true, secret };
});

export const rename = callAction(RenameKey, async (wish) => {
  await renameKey(await requireUser(), wish);
  refresh();
});

export const revoke = callAction(ChosenKey, async (which) => {
  await revokeKey(await requireUser(), which);
  refresh();
});
