import type { ListedRelease } from "./find-release.ts";
import { formatColumns, showInstant } from "./format-text.ts";

export type ListedBlock = ListedRelease["blocks"][number];

/** The table of `release list` and `calendar show`. */
export function releasesText(releases: readonly ListedRelease[]): string {
  if (releases.length === 0) return "There is no release yet.";
  const dates = ["VERSION", "STATE", "AUTOMATIC", "SLOW", "ROLLOUT", "SUPPORT ENDS", "EXPIRES"];
  return formatColumns([
    [...dates, "BLOCKS", "CRITICAL", "FLOOR"],
    ...releases.map((release) => [
      release.version,
      release.state,
      showInstant(release.automaticAt),
      showInstant(release.slowAt),
      rolloutText(release),
      showInstant(release.supportEndsAt),
      showInstant(release.expiresAt),
      String(release.blocks.length || "-"),
      criticalText(release),
      release.floor?.reason ?? "-",
    ]),
  ]);
}

/** One release with all that is said of it, a line each, and its numbered blocks. */
export function releaseText(release: ListedRelease): string {
  const { expiresAt, expiryReason, floor, blocks, notes } = release;
  const reason = expiryReason === null ? "" : ` (${expiryReason})`;
  const lines = formatColumns([
    ["version", release.version],
    ["state", release.state],
    ["automatic from", showInstant(release.automaticAt)],
    ["slow from", showInstant(release.slowAt)],
    ["rollout", rolloutText(release)],
    ["critical", criticalText(release)],
    ["floor", floor?.reason ?? "-"],
    ["support ends", showInstant(release.supportEndsAt)],
    ["expires", `${showInstant(expiresAt)}${reason}`],
    ["warning", `${release.warnDays} days before it expires`],
    ["notes", notes === "" ? "-" : notes],
  ]);
  return [lines, ...(blocks.length === 0 ? [] : ["", "Not offered to", blocksText(blocks)])].join("\n");
}

/** The table of the blocks of a release; their numbers are those that `block remove` takes. */
export function blocksText(blocks: readonly ListedBlock[]): string {
  return formatColumns([
    ["NUMBER", "PLATFORM", "ARCH", "SYSTEM", "UNTIL", "REASON"],
    ...blocks.map((block, index) => [
      String(index + 1),
      block.platform ?? "any",
      block.arch ?? "any",
      rangeText(block),
      showInstant(block.until),
      block.reason,
    ]),
  ]);
}

/** The versions of the system: `from` is included, `below` is not. */
function rangeText({ osVersion }: ListedBlock): string {
  const from = osVersion?.from ? [`from ${osVersion.from}`] : [];
  const below = osVersion?.below ? [`below ${osVersion.below}`] : [];
  return [...from, ...below].join(" ") || "any";
}

function rolloutText({ rolloutDays }: ListedRelease): string {
  return rolloutDays === 0 ? "-" : `${rolloutDays} days`;
}

function criticalText({ critical }: ListedRelease): string {
  return critical ? `${critical.scope}: ${critical.reason}` : "-";
}
