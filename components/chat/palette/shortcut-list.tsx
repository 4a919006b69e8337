import { Dialog } from "@/components/ui/dialog";
import { Keys } from "@/components/ui/keys";
import { SHORTCUTS } from "./shortcuts";

export function ShortcutList({ onClose }: { onClose: () => void }) {
  return (
    <Dialog isOpen onClose={onClose} title="Keyboard shortcuts">
      <dl className="grid gap-1">
        {SHORTCUTS.map(({ keys, does }) => (
          <div key={does} className="flex min-h-8 items-center justify-between gap-4">
            <dt>{does}</dt>
            <dd>
              <Keys keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
