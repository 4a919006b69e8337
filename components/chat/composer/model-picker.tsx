import { ChevronDown, Lock } from "lucide-react";
import { Menu, MenuItem, MenuLink } from "@/components/ui/menu";
import type { ModelChoice } from "./model-choice";

type ModelPickerProps = {
  choices: ModelChoice[];
  chosen: ModelChoice | undefined;
  onChoose: (id: string) => void;
};

/** Who answers the next message. A model that the plan lacks leads to the plan that has it. */
export function ModelPicker({ choices, chosen, onChoose }: ModelPickerProps) {
  return (
    <Menu
      label={`Model: ${chosen?.label ?? "none"}`}
      trigger={
        <>
          {chosen?.label ?? "No model"}
          <ChevronDown className="size-4" aria-hidden="true" />
        </>
      }
      triggerClassName="inline-flex h-9 items-center gap-1 rounded-md px-2.5 font-medium text-muted transition-colors hover:bg-quiet hover:text-text aria-expanded:bg-quiet aria-expanded:text-text pointer-coarse:h-11"
    >
      {choices.map(({ id, label, openedBy, vision }) =>
        openedBy ? (
          <MenuLink key={id} href="/pricing">
            <Lock aria-hidden="true" />
            <span className="flex-1">{label}</span>
            <span className="text-muted text-xs">Comes with {openedBy.name}</span>
          </MenuLink>
        ) : (
          <MenuItem key={id} aria-checked={id === chosen?.id} onClick={() => onChoose(id)}>
            <span className="flex-1">{label}</span>
            {vision ? null : <span className="text-muted text-xs">No pictures</span>}
          </MenuItem>
        ),
      )}
    </Menu>
  );
}
