import type { Updaters } from "../../src/catalog/updaters.ts";

/** What a build of a scenario carries for a protocol that it names. */
export const CARRIED = {
  winsparkle: { winsparkle: { edSignature: `${"A".repeat(86)}==` } },
  sparkle: { sparkle: { edSignature: `${"A".repeat(86)}==` } },
} as const satisfies Record<string, Updaters>;

export type CarriedFor = keyof typeof CARRIED;

/** A build as a scenario writes it: `win/x64`, or `win/x64 winsparkle`. */
export function readBuildText(text: string) {
  const [, platform = "", arch = "", updater] = /^(\w+)\/(\w+)(?: (\w+))?$/.exec(text) ?? [];
  const updaters: Updaters = updater === undefined ? {} : CARRIED[updater as CarriedFor];
  return { platform, arch, updaters };
}
