import { type OsVersion, parseOsVersion } from "../../src/catalog/os-version.ts";
import type { Updaters } from "../../src/catalog/updaters.ts";

/** What a build of a scenario carries for a protocol that it names. */
export const CARRIED = {
  winsparkle: { winsparkle: { edSignature: `${"A".repeat(86)}==` } },
  sparkle: { sparkle: { edSignature: `${"A".repeat(86)}==` } },
} as const satisfies Record<string, Updaters>;

export type CarriedFor = keyof typeof CARRIED;

const BUILD = /^(\w+)\/(\w+)(?: (winsparkle|sparkle))?(?: from ([\d.]+))?(?: to ([\d.]+))?$/;

/** A build as a scenario writes it: `win/x64`, `win/x64 winsparkle`, `win/x64 from 10.0.19045 to 11`. */
export function readBuildText(text: string) {
  const [, platform = "", arch = "", updater, least, most] = BUILD.exec(text) ?? [];
  const updaters: Updaters = updater === undefined ? {} : CARRIED[updater as CarriedFor];
  return { platform, arch, updaters, least: least ?? null, most: most ?? null };
}

/** A version of an operating system that a scenario writes, which its format has checked. */
export function osVersionOf(text: string | null): OsVersion | null {
  if (text === null) return null;
  const read = parseOsVersion(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}
