import { createHash } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** How Stripe's ids look: what stands before the random part, and how long that part is. */
const FORMS = {
  cus: ["cus_", 14],
  prod: ["prod_", 14],
  price: ["price_1", 23],
  pm: ["pm_1", 23],
  seti: ["seti_1", 23],
  pi: ["pi_3", 23],
  ch: ["ch_3", 23],
  card: ["card_1", 23],
  du: ["du_1", 23],
  clock: ["clock_1", 23],
  mtr: ["mtr_test_61", 32],
  plan: ["plan_", 14],
  use: ["use_", 24],
  re: ["re_3", 23],
  txn: ["txn_3", 23],
  sub: ["sub_1", 23],
  si: ["si_", 14],
  in: ["in_1", 23],
  ii: ["ii_1", 23],
  il: ["il_1", 23],
  inpay: ["inpay_1", 23],
  cs: ["cs_test_a1", 56],
  li: ["li_1", 23],
  bpc: ["bpc_1", 23],
  bps: ["bps_1", 23],
  we: ["we_1", 23],
  evt: ["evt_1", 23],
  req: ["req_", 14],
  dlv: ["dlv_", 14],
  whsec: ["whsec_", 32],
  secret: ["secret_", 25],
  coupon: ["", 8],
  promo: ["promo_1", 23],
  di: ["di_1", 23],
  cn: ["cn_1", 23],
  cnli: ["cnli_1", 23],
  sched: ["sub_sched_1", 23],
} as const satisfies Record<string, readonly [string, number]>;

export type IdKind = keyof typeof FORMS;

/**
 * An id shaped like Stripe's, decided by seed, kind and counter alone, so that
 * the same script in the same world names the same things.
 */
export function idFor(seed: string, kind: IdKind, counter: number): string {
  const [prefix, length] = FORMS[kind];
  return prefix + base62(createHash("sha512").update(`${seed}/${kind}/${counter}`).digest(), length);
}

/** Eight capitals and digits, the same for the same text: the first half of an invoice number. */
export function shortCode(seed: string, text: string): string {
  return base62(createHash("sha512").update(`${seed}/code/${text}`).digest(), 8).toUpperCase();
}

function base62(bytes: Uint8Array, length: number): string {
  let text = "";
  for (let i = 0; i < length; i++) text += ALPHABET.charAt((bytes[i] ?? 0) % ALPHABET.length);
  return text;
}
