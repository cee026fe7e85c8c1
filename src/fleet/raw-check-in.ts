import type { Updater } from "../catalog/updaters.ts";
import type { Version } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";

/** A check-in as it arrived. It is looked at only later, so that a check has next to nothing to do. */
export interface RawCheckIn {
  readonly organizationId: string;
  readonly installation: string;
  readonly user: string | null;
  /** The target's index in `TARGETS`. */
  readonly target: number;
  /** The protocol of the feed that was asked, or null if the check was. */
  readonly updater: Updater | null;
  /** The version as text, or null if the check did not name one. */
  readonly running: string | null;
  /** R32: the version of the operating system as text, or null if it was not said. */
  readonly os: string | null;
  /** R30: whether something other than Sluice decides what the installation runs. */
  readonly managed: boolean;
  /** The version that was offered, or null if it was told to stay. */
  readonly offered: Version | null;
  readonly at: Instant;
  /** Since when the installation waits to be written: `at`, or earlier if it asked again meanwhile. */
  waitsSince: Instant;
}
