/** Light, dark, or as the system. /appearance.js sets the class first, before anything is drawn. */
export const APPEARANCES = ["system", "light", "dark"] as const;
export type Appearance = (typeof APPEARANCES)[number];

const KEY = "sluice.appearance";

export function chosenAppearance(): Appearance {
  try {
    const kept = localStorage.getItem(KEY);
    return APPEARANCES.find((appearance) => appearance === kept) ?? "system";
  } catch {
    return "system";
  }
}

/** Applies an appearance and stores it for the next visit. */
export function chooseAppearance(appearance: Appearance): void {
  const isDark = appearance === "dark" || (appearance === "system" && systemIsDark());
  document.documentElement.className = isDark ? "mds-theme-stable-darkWebex" : "mds-theme-stable-lightWebex";
  try {
    localStorage.setItem(KEY, appearance);
  } catch {
    // The browser stores nothing: the choice holds for this visit.
  }
}

function systemIsDark(): boolean {
  return matchMedia("(prefers-color-scheme: dark)").matches;
}
