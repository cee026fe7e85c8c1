// Sets light or dark before anything is drawn: as chosen here before, else as the system.
{
  let chosen = null;
  try {
    chosen = localStorage.getItem("sluice.appearance");
  } catch {
    // Without storage: as the system.
  }
  const isDark =
    chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.className = isDark ? "mds-theme-stable-darkWebex" : "mds-theme-stable-lightWebex";
}
