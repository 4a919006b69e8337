"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { applyTheme, THEMES, type Theme } from "@/components/shell/theme";
import { useTheme } from "@/components/shell/use-theme";

const CHOICES = {
  system: { label: "As the system", Icon: Monitor },
  light: { label: "Light", Icon: Sun },
  dark: { label: "Dark", Icon: Moon },
} as const;

/** Three radio buttons, side by side. */
export function ThemeChoice({ initial }: { initial: Theme }) {
  const chosen = useTheme(initial);
  return (
    <fieldset className="inline-flex w-fit gap-0.5 rounded-lg bg-quiet p-0.5">
      <legend className="sr-only">Theme</legend>
      {THEMES.map((theme) => {
        const { label, Icon } = CHOICES[theme];
        return (
          <label
            key={theme}
            className="flex h-9 items-center gap-2 rounded-md px-3 text-muted transition-colors hover:text-text has-checked:bg-raised has-checked:text-text has-checked:shadow-[0_0_0_1px_var(--line)] has-focus-visible:outline-2 has-focus-visible:outline-accent pointer-coarse:h-11"
          >
            <input
              type="radio"
              name="theme"
              value={theme}
              checked={chosen === theme}
              onChange={() => applyTheme(theme)}
              className="sr-only"
            />
            <Icon className="size-4" aria-hidden="true" />
            {label}
          </label>
        );
      })}
    </fieldset>
  );
}
