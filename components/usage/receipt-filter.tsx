import Form from "next/form";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import { ORIGIN_WORDS } from "@/components/usage/usage-words";
import type { ReceiptFilter as Filter } from "@/lib/usage/schema";

export type Choices = {
  models: readonly { id: string; name: string }[];
  keys: readonly { id: string; name: string }[];
};
type ReceiptFilterProps = { filter: Filter; choices: Choices };

const ORIGINS = Object.entries(ORIGIN_WORDS).map(([id, name]) => ({ id, name }));

/** A plain form that asks for the page with what was chosen, so that a view can be kept as a link. */
export function ReceiptFilter({ filter, choices }: ReceiptFilterProps) {
  const isFiltered = Object.values(filter).some(Boolean);
  return (
    <Form
      action="/usage"
      scroll={false}
      // Without a key the fields would keep what they showed when another view is opened.
      key={JSON.stringify(filter)}
      aria-label="Which receipts"
      className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 lg:grid-cols-[1fr_1fr_1fr_9.5rem_9.5rem_auto]"
    >
      <Choice label="Model" name="model" choices={choices.models} chosen={filter.model} all="All models" />
      <Choice label="What for" name="origin" choices={ORIGINS} chosen={filter.origin} all="Everything" />
      <Choice label="Key" name="key" choices={choices.keys} chosen={filter.key} all="With and without" />
      <DayField label="From" name="from" chosen={filter.from} />
      <DayField label="To" name="to" chosen={filter.to} />
      <div className="flex h-11 items-center gap-4 md:h-9">
        <Button type="submit" variant="secondary">
          Show
        </Button>
        {isFiltered ? (
          <TextLink href="/usage" scroll={false}>
            Show all
          </TextLink>
        ) : null}
      </div>
    </Form>
  );
}

type ChoiceProps = {
  label: string;
  name: string;
  choices: readonly { id: string; name: string }[];
  chosen: string | undefined;
  all: string;
};

function Choice({ label, name, choices, chosen, all }: ChoiceProps) {
  const id = useId();
  return (
    <Field id={id} label={label}>
      <Select id={id} name={name} defaultValue={chosen ?? ""}>
        <option value="">{all}</option>
        {choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function DayField({ label, name, chosen }: { label: string; name: string; chosen: string | undefined }) {
  const id = useId();
  return (
    <Field id={id} label={label}>
      <Input id={id} name={name} type="date" defaultValue={chosen} />
    </Field>
  );
}
