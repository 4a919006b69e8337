import { Ellipsis } from "lucide-react";
import { endText, rateText, scopesText, spentShare, spentText, usedText } from "@/components/account/keys/key-words";
import { Badge } from "@/components/ui/badge";
import { Menu, MenuItem } from "@/components/ui/menu";
import { Meter } from "@/components/ui/meter";
import type { KeyView } from "@/lib/identity/keys/schema";

export type KeyAct = "rename" | "rotate" | "revoke";

type KeyRowProps = {
  one: KeyView;
  /** What it has used in this billing cycle. */
  spentMicros: bigint;
  /** When the page was drawn. */
  at: Date;
  locale: string;
  onAct: (act: KeyAct) => void;
};

export function KeyRow({ one, spentMicros, at, locale, onAct }: KeyRowProps) {
  const { name, prefix, scopes, state, budgetMicros, isReplaced } = one;
  const rate = rateText(one, locale);
  const spent = spentText(budgetMicros, spentMicros, locale);
  return (
    <li className="flex items-start justify-between gap-3 px-4 py-3">
      <div className="grid min-w-0 grow gap-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 break-words font-medium">{name}</span>
          <StateBadge state={state} isReplaced={isReplaced} />
        </p>
        <p className="break-all font-mono text-muted text-xs">{prefix}</p>
        {state === "live" ? (
          <p className="text-muted">{[scopesText(scopes), rate].filter(Boolean).join(" · ")}</p>
        ) : null}
        <p className="text-muted">{`${usedText(one.lastUsedAt, at)} · ${endText(one, locale)}`}</p>
        {spent ? <p className="tabular text-muted">{spent}</p> : null}
        {budgetMicros === null ? null : (
          <div className="mt-1 max-w-60">
            <Meter label={`Budget of ${name}`} text={spent} share={spentShare(budgetMicros, spentMicros)} />
          </div>
        )}
      </div>
      {state === "live" ? (
        <Menu
          label={`What to do with ${name}`}
          align="end"
          trigger={<Ellipsis className="size-4" aria-hidden="true" />}
          triggerClassName="inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-quiet hover:text-text aria-expanded:bg-quiet pointer-coarse:size-11"
        >
          <MenuItem onClick={() => onAct("rename")}>Rename</MenuItem>
          {isReplaced ? null : <MenuItem onClick={() => onAct("rotate")}>Rotate</MenuItem>}
          <MenuItem tone="bad" onClick={() => onAct("revoke")}>
            Revoke
          </MenuItem>
        </Menu>
      ) : null}
    </li>
  );
}

function StateBadge({ state, isReplaced }: Pick<KeyView, "state" | "isReplaced">) {
  if (state === "revoked") return <Badge>Revoked</Badge>;
  if (state === "expired") return <Badge>Expired</Badge>;
  return isReplaced ? <Badge tone="warn">Replaced</Badge> : null;
}
