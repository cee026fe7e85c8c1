import type { Shape } from "../client/shape.ts";
import { showInstant } from "./format-text.ts";

type Settings = Shape<"OrganizationSettingsAnswer">;

/**
 * R56: what comes next, whether it is only what a new installation gets, and whether the day is the earliest there can be:
 * `47.2.0, 2027-03-30 UTC (at the earliest)`.
 */
export function nextText(next: Settings["next"]): string {
  if (!next) return "nothing in sight";
  const limits = [
    ...(next.basis === "new_installation" ? ["for a new installation"] : []),
    ...(next.isExact ? [] : ["at the earliest"]),
  ];
  return [`${next.version}, ${showInstant(next.at)}`, ...limits.map((limit) => `(${limit})`)].join(" ");
}

/** What the known installations run and are offered, a line for each. */
export function installationLines({
  total,
  current,
  offered,
  newer,
}: Settings["installations"]): readonly string[] {
  if (total === 0) return ["Installations: none has asked yet"];
  return [
    `Installations: ${total}, of which ${current} run what they should`,
    ...offered.map(({ version, installations }) => `Offered now: ${version}, to ${installations}`),
    ...(newer ? [newerLine(newer, total)] : []),
  ];
}

function newerLine(
  { installations, oldest, newest }: NonNullable<Settings["installations"]["newer"]>,
  total: number,
) {
  const versions = oldest === newest ? oldest : `${oldest} to ${newest}`;
  const named = oldest === null ? "" : ` (${versions})`;
  return `${installations} of ${total} already run newer than the releases of this schedule${named}`;
}
