import { lazy, Suspense, useState } from "react";
import { patiently } from "@/components/ui/patiently";
import type { RenameDialogProps } from "./rename-dialog";

const RenameDialog = lazy(async () => ({
  default: (await patiently(() => import("./rename-dialog"))).RenameDialog,
}));

/** The dialog comes when it is first opened, and stays, so that it gives the focus back when it closes. */
export function Renaming(props: RenameDialogProps) {
  const [wasOpened, setWasOpened] = useState(props.isOpen);
  if (props.isOpen && !wasOpened) setWasOpened(true);
  if (!wasOpened) return null;
  return (
    <Suspense>
      <RenameDialog {...props} />
    </Suspense>
  );
}
