"use client";

import { applyTheme, THEMES, type Theme } from "@/components/shell/theme";
import { THEME_LABELS } from "@/components/shell/theme-labels";
import { useTheme } from "@/components/shell/use-theme";
import { MenuItem } from "@/components/ui/menu";

/** The themes, in a menu. */
export function ThemeItems({ initial }: { initial: Theme }) {
  const theme = useTheme(initial);
  return THEMES.map((each) => {
    const { label, Icon } = THEME_LABELS[each];
    return (
      <MenuItem key={each} aria-checked={theme === each} onClick={() => applyTheme(each)}>
        <Icon aria-hidden="true" />
        {label}
      </MenuItem>
    );
  });
}
