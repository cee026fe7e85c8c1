import { createIntl } from "react-intl";
import { expect, test } from "vitest";
// @ts-expect-error a script without types
import { readMessages } from "../../scripts/web-plugins.mjs";

const messages = readMessages("src/web/messages", "fr");
const french = createIntl({ locale: "fr", messages });

function schedule(cadence: "automatic" | "latest" | "slow", weeks: number, place: string): string {
  return french.formatMessage({ id: `schedule.text.${cadence}` }, { weeks, place });
}

test.each([
  ["latest", 0, "Dernière version, sans report"],
  ["latest", 1, "Dernière version, report d’une semaine"],
  ["slow", 12, "Version lente, report de 12 semaines"],
  ["automatic", 0, "Automatique"],
] as const)("a schedule alone: %s, %d weeks", (cadence, weeks, text) => {
  expect(schedule(cadence, weeks, "alone")).toBe(text);
});

test.each([
  [
    ["latest", 4],
    ["slow", 2],
    "de la dernière version, report de 4 semaines, à la version lente, report de 2 semaines.",
  ],
  [["automatic", 0], ["latest", 0], "des mises à jour automatiques à la dernière version, sans report."],
  [
    ["slow", 1],
    ["automatic", 0],
    "de la version lente, report d’une semaine, aux mises à jour automatiques.",
  ],
] as const)("a schedule in a sentence: from %j to %j", ([cadence, weeks], [next, nextWeeks], text) => {
  const from = schedule(cadence, weeks, "from");
  const to = schedule(next, nextWeeks, "to");
  const said = french.formatMessage({ id: "schedule.preview.one" }, { from, to });
  expect(said).toBe(`Cette organisation passe ${text}`);
});
