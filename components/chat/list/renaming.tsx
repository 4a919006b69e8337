import dynamic from "next/dynamic";
import { useState } from "react";
import { patiently } from "@/components/ui/patiently";
import type { RenameDialogProps } from "./rename-dialog";

const RenameDialog = dynamic(async () => (await patiently(() => import("./rename-dialog"))).RenameDialog, {
  ssr: false,
});

/** The dialog comes when it is first opened, and stays, so that it gives the focus back when it closes. */
export function Renaming(props: RenameDialogProps) {
  const [wasOpened, setWasOpened] = useState(props.isOpen);
  if (props.isOpen && !wasOpened) setWasOpened(true);
  return wasOpened ? <RenameDialog {...props} /> : null;
}
