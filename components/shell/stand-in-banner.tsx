import { listed } from "@/components/shell/listed";
import { OutsideLink } from "@/components/ui/text-link";

type StandInBannerProps = {
  /** The services that local servers stand in for. */
  standIns: readonly string[];
  /** Where the mailbox and the controls of the sandbox are. */
  controlUrl: string | undefined;
};

/**
 * One line on every page, so that nobody takes the sandbox for the real thing. Its height is `--banner`, which the page
 * has where its root says `data-banner`.
 */
export function StandInBanner({ standIns, controlUrl }: StandInBannerProps) {
  if (standIns.length === 0) return null;
  return (
    <aside
      aria-label="Sandbox"
      className="flex h-8 items-center justify-center gap-x-4 border-b bg-quiet px-4 text-muted text-xs"
    >
      <p className="truncate">
        <strong className="font-medium text-text">Sandbox.</strong> {listed(standIns)}{" "}
        {standIns.length === 1 ? "is a local stand-in" : "are local stand-ins"}
        <span className="max-sm:hidden">: no real money moves, no real mail is sent</span>.
      </p>
      {controlUrl ? (
        <OutsideLink href={controlUrl} className="shrink-0 text-text">
          Mailbox
        </OutsideLink>
      ) : null}
    </aside>
  );
}
