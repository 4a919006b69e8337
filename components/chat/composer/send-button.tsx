import { ArrowUp, ListPlus, Square } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";

type SendButtonProps = {
  isSendable: boolean;
  /** An answer is being written: what sends becomes what stops. */
  isRunning: boolean;
  isStopping: boolean;
  onQueue: () => void;
  onStop: () => void;
};

/** One button in one place, so that neither the thumb nor the focus has to look for it. */
export function SendButton({ isSendable, isRunning, isStopping, onQueue, onStop }: SendButtonProps) {
  return (
    <>
      {isRunning && isSendable ? (
        <IconButton
          label="Send afterwards"
          side="top"
          icon={<ListPlus className="size-4" aria-hidden="true" />}
          className="size-9! pointer-coarse:size-11!"
          onClick={onQueue}
        />
      ) : null}
      <IconButton
        type={isRunning ? "button" : "submit"}
        label={labelOf({ isRunning, isStopping })}
        side="top"
        aria-disabled={isRunning ? isStopping : !isSendable}
        icon={
          isRunning ? (
            <Square className="size-3.5 fill-current" aria-hidden="true" />
          ) : (
            <ArrowUp className="size-4" aria-hidden="true" />
          )
        }
        className={(isRunning ? !isStopping : isSendable) ? READY : NOT_YET}
        onClick={(event) => {
          if (!isRunning) return;
          // What is taken back at once turns this into the button that sends, before the browser looks what it is.
          event.preventDefault();
          // The second half of a double click on "Send" stops nothing.
          if (!isStopping && event.detail < 2) onStop();
        }}
      />
    </>
  );
}

export function labelOf({ isRunning, isStopping }: Pick<SendButtonProps, "isRunning" | "isStopping">): string {
  if (!isRunning) return "Send";
  return isStopping ? "Stopping…" : "Stop";
}

const READY = "size-9! bg-accent text-on-accent! hover:bg-accent/88! pointer-coarse:size-11!";
const NOT_YET = "size-9! bg-quiet hover:text-muted! pointer-coarse:size-11!";
