import { Monitor, Moon, Sun } from "lucide-react";
import type { Theme } from "@/components/shell/theme";

/** How each theme is named and drawn, wherever it can be chosen. */
export const THEME_LABELS = {
  system: { label: "As the system", Icon: Monitor },
  light: { label: "Light", Icon: Sun },
  dark: { label: "Dark", Icon: Moon },
} as const satisfies Record<Theme, object>;
