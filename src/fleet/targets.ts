import {
  ARCHITECTURES,
  type Architecture,
  PLATFORMS,
  type Platform,
  type Target,
} from "../catalog/platform.ts";

/** Every platform and architecture that an update check can name, with any package format. The index is its number. */
export const TARGETS: readonly Target[] = PLATFORMS.flatMap((platform) =>
  ARCHITECTURES.map((arch) => ({ platform, arch, formats: null })),
);

/** The number of a target, or -1 if the platform or the architecture is unknown. */
export function targetIndex(platform: string, arch: string): number {
  const row = PLATFORMS.indexOf(platform as Platform);
  const column = ARCHITECTURES.indexOf(arch as Architecture);
  return row < 0 || column < 0 ? -1 : row * ARCHITECTURES.length + column;
}
