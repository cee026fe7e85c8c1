import type { Setting } from "../serving/configuration.ts";

/** The part of a help that has every setting: as a line of a file of settings, with its usual value and what is allowed. */
export function settingsText(settings: readonly Setting[]): string {
  const lines = settings.map(({ name, usual, allowed }) => {
    const line = `  ${name}=${usual ?? ""}`;
    return allowed === undefined ? line : `${line.padEnd(WIDTH)} # ${allowed}`;
  });
  return `\nSettings, as variables of the environment or lines of a file, with their usual values:\n${lines.join("\n")}`;
}

const WIDTH = 40;
