import { ActDialog } from "@/components/admin/act-dialog";
import type { FormAction } from "@/components/ui/form-state";
import { dayText } from "@/components/ui/moments";
import { TextField } from "@/components/ui/text-field";
import { formatMicros } from "@/lib/platform/money";
import type { Credit } from "@/lib/usage/schema";

/** Use of the models, for nothing. */
export function GiveCredit({ userId, action }: { userId: string; action: FormAction }) {
  return (
    <ActDialog
      action={action}
      label="Give credit"
      title="Give them credit?"
      words="It is used when their allowance is used up, before what they bought, also where their plan stops there. It opens no bigger model. What they do not use ends with its term."
      confirm="Give"
      about={{ userId }}
    >
      <TextField
        name="amount"
        label="Amount in USD"
        hint="Up to 1,000.00 of model use."
        inputMode="decimal"
        autoComplete="off"
        defaultValue="5.00"
      />
      <TextField
        name="days"
        label="Days until it expires"
        hint="1 to 730."
        inputMode="numeric"
        autoComplete="off"
        defaultValue="90"
      />
    </ActDialog>
  );
}

type GivenCreditProps = { userId: string; gift: Credit; action: FormAction; locale: string };

/** What is left of a gift, and how to take it back. */
export function GivenCredit({ userId, gift, action, locale }: GivenCreditProps) {
  const [left, given] = [gift.leftMicros, gift.grantedMicros].map((micros) => formatMicros(micros, { locale }));
  return (
    <>
      <span>
        Credit of {given}, {left} left until {dayText(gift.expiresAt, locale)}
      </span>
      <ActDialog
        action={action}
        label="Take back"
        title="Take this credit back?"
        words={`What is left of it, ${left} now, is theirs no more. What they used stays used, and answers that are being written are finished.`}
        confirm="Take back"
        isDangerous
        about={{ userId, giftId: gift.id }}
      />
    </>
  );
}
