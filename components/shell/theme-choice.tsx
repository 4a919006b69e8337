"use client";

import { applyTheme, THEMES, type Theme } from "@/components/shell/theme";
import { THEME_LABELS } from "@/components/shell/theme-labels";
import { useTheme } from "@/components/shell/use-theme";
import { Segments } from "@/components/ui/segments";

/** How a person wants to see us; what is pressed holds at once, on this device. */
export function ThemeChoice({ initial }: { initial: Theme }) {
  const segments = THEMES.map((value) => {
    const { label, Icon } = THEME_LABELS[value];
    return { value, label, icon: <Icon className="size-4" aria-hidden="true" /> };
  });
  return <Segments legend="Theme" name="theme" segments={segments} chosen={useTheme(initial)} onChoose={applyTheme} />;
}
