import type { Build } from "../catalog/build.ts";
import type { Release } from "../catalog/release.ts";
import {
  compareSemver,
  formatKnownVersion,
  formatSemver,
  isNewerThan,
  isSameAs,
  type KnownVersion,
} from "../catalog/running-version.ts";
import type { Version } from "../catalog/version.ts";

/**
 * The two spellings of a version's four numbers. `dotted`: 46.10.1.38083; `semver`: 46.10.1-38083. Updaters that read one
 * take the other for an error, for no update, or for another version.
 */
export type Spelling = "dotted" | "semver";

export function spellVersion(spelling: Spelling, version: KnownVersion): string {
  return spelling === "semver" ? formatSemver(version) : formatKnownVersion(version);
}

/** How a release is announced: as the app of its build calls itself, or in the spelling of the protocol. */
export function announcedVersion(spelling: Spelling, release: Release, { appVersion }: Build): string {
  return appVersion ?? spellVersion(spelling, release.version);
}

/**
 * R5: whether an updater that compares versions by itself takes an announced version for newer than what runs; if it does
 * not, it would never install the release, so the release is not offered. An app that calls itself by three numbers would
 * take a release whose fourth number it never says for newer again and again, so that counts as what runs.
 */
export function seesAsNewer(spelling: Spelling, announced: KnownVersion, running: KnownVersion): boolean {
  if (spelling === "semver" || !("parts" in announced)) return compareSemver(announced, running) > 0;
  return isNewerThan(announced, running) && !isSameButForFourth(announced, running);
}

function isSameButForFourth(release: Version, running: KnownVersion): boolean {
  const isShort = "parts" in running && running.parts.length < 4;
  return isShort && release.parts.length === 4 && isSameAs({ parts: release.parts.slice(0, 3) }, running);
}
