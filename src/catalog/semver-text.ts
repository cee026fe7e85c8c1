const NUMBER = "(?:0|[1-9]\\d{0,15})";
const IDENTIFIER = "(?:0|[1-9]\\d*|\\d*[A-Za-z-][\\dA-Za-z-]*)";
const SEMVER = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-${IDENTIFIER}(?:\\.${IDENTIFIER})*)?(?:\\+[\\dA-Za-z-]+(?:\\.[\\dA-Za-z-]+)*)?$`,
);

/** Whether strict readers of semver, such as Tauri's and electron-updater's, can read a text. */
export function isSemver(text: string): boolean {
  return SEMVER.test(text);
}
