// Before anything is drawn: light or dark, as chosen here before, else as the system has it.
{
  let chosen = null;
  try {
    chosen = localStorage.getItem("sluice.appearance");
  } catch {
    // No storage: as the system has it.
  }
  const isDark =
    chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.className = isDark ? "mds-theme-stable-darkWebex" : "mds-theme-stable-lightWebex";
}
