import { ChevronLeft, ChevronRight } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import type { SiblingPlace } from "@/lib/chat/schema";

type SiblingSwitchProps = {
  /** "question" or "answer". */
  of: string;
  siblings: SiblingPlace | undefined;
  onSelect: ((messageId: string) => void) | undefined;
};

/** Goes through the versions that there are of a message. */
export function SiblingSwitch({ of, siblings, onSelect }: SiblingSwitchProps) {
  if (!siblings || siblings.count < 2) return null;
  const { number, count, previousId, nextId } = siblings;
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- no fieldset: nothing is filled in
    <div role="group" aria-label={`Version ${number} of ${count} of this ${of}`} className="flex items-center">
      <Step label={`Previous version of this ${of}`} id={previousId} onSelect={onSelect}>
        <ChevronLeft className="size-4" aria-hidden="true" />
      </Step>
      <span aria-hidden="true" className="tabular text-muted text-xs">
        {number} / {count}
      </span>
      <Step label={`Next version of this ${of}`} id={nextId} onSelect={onSelect}>
        <ChevronRight className="size-4" aria-hidden="true" />
      </Step>
    </div>
  );
}

type StepProps = {
  label: string;
  id: string | undefined;
  onSelect: SiblingSwitchProps["onSelect"];
  children: React.ReactNode;
};

/** Where it leads nowhere it stays there to be focused: the focus never falls to the page. */
function Step({ label, id, onSelect, children }: StepProps) {
  return (
    <IconButton
      label={label}
      icon={children}
      aria-disabled={id === undefined || onSelect === undefined}
      className="aria-disabled:opacity-40"
      onClick={() => {
        if (id !== undefined) onSelect?.(id);
      }}
    />
  );
}
