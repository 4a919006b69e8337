/** How a person wants to see us. `system` follows the machine, and is what nobody has to choose. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const THEME_COOKIE = "theme";
const YEAR_S = 365 * 24 * 60 * 60;

/** The cookie's value, or `system` for anything it could have been changed to. */
export function themeOf(cookie: string | undefined): Theme {
  return THEMES.find((theme) => theme === cookie) ?? "system";
}

/** The attribute on `<html>` that fixes a theme; absent, the machine decides. */
export function themeAttribute(theme: Theme): { "data-theme"?: "light" | "dark" } {
  return theme === "system" ? {} : { "data-theme": theme };
}

/** Changes the page at once, and the cookie by which the server paints the next one right from its first byte. */
export function applyTheme(theme: Theme, page: Document = document): void {
  if (theme === "system") page.documentElement.removeAttribute("data-theme");
  else page.documentElement.setAttribute("data-theme", theme);
  page.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_S}; samesite=lax`;
}
