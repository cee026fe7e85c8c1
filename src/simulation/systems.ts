import type { OsVersion } from "../catalog/os-version.ts";
import type { Platform } from "../catalog/platform.ts";

/** The versions of the operating systems that installations run on, the oldest first. */
export const SYSTEMS: Readonly<Record<Platform, readonly OsVersion[]>> = {
  win: [
    { parts: [10, 0, 17763] },
    { parts: [10, 0, 19045] },
    { parts: [10, 0, 22621] },
    { parts: [10, 0, 22631] },
    { parts: [10, 0, 26100] },
  ],
  mac: [{ parts: [11, 7] }, { parts: [12, 7] }, { parts: [13, 6] }, { parts: [14, 5] }, { parts: [15, 1] }],
  linux: [{ parts: [20, 4] }, { parts: [22, 4] }, { parts: [24, 4] }],
};

/** The bit that says that something other than Sluice decides what runs on a computer. */
const MANAGED = 0x80;

/**
 * What an installation says of its computer as one byte: 0 for a system that is not said, else 1 for the oldest of the
 * {@link SYSTEMS}, and so on; 128 more if something other than Sluice decides what it runs (R30).
 */
export function computerOf(system: number, isManaged: boolean): number {
  return isManaged ? system | MANAGED : system;
}

/** R30: whether something other than Sluice decides what runs on a computer of {@link computerOf}. */
export function isManagedComputer(computer: number): boolean {
  return (computer & MANAGED) !== 0;
}

/** The number of the system of a computer of {@link computerOf}: 0 if it is not said, 1 for the oldest, and so on. */
export function systemOf(computer: number): number {
  return computer & ~MANAGED;
}

/** R32: the version of the system that an installation says, or null if it says nothing. */
export function osOf(platform: Platform, computer: number): OsVersion | null {
  return SYSTEMS[platform][systemOf(computer) - 1] ?? null;
}
