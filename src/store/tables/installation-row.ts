import type { Selectable } from "kysely";
import { OTHER_MARK } from "../../catalog/counted-version.ts";
import { type OsVersion, readOsVersion } from "../../catalog/os-version.ts";
import type { Architecture, Platform } from "../../catalog/platform.ts";
import type { Updater } from "../../catalog/updaters.ts";
import type { Instant } from "../../instant.ts";
import { bigint, boolean, integer, nullable, type RowOf, text, timestamp } from "./columns.ts";

/**
 * An installation as it last asked; its user only if it told one that is known. `version` is what its version is counted
 * as; `told` is the version itself if that is an other one, and says nothing otherwise. `updater` is the protocol of the
 * feed that it asked, or null if it asked the check. `os_version` is the version of the operating system that it told, and
 * `os_class` what that is counted as, or null if that makes no difference. `enrolment_key` is the number of the enrolment key
 * whose tag it had, or null.
 */
export const INSTALLATION_COLUMNS = {
  organization_id: text(),
  installation_id: text(),
  user_id: nullable(text()),
  runs_ahead: boolean(),
  platform: text<Platform>(),
  arch: text<Architecture>(),
  version: nullable(text()),
  offered: nullable(text()),
  last_asked_at: timestamp(),
  told: nullable(text()),
  updater: nullable(text<Updater>()),
  os_version: nullable(text()),
  os_class: nullable(text()),
  managed: boolean(),
  enrolment_key: nullable(integer()),
};

/**
 * The number of an organization's installations that are alike; `version` is what it is counted as, or '' if it is not
 * known.
 */
export const INSTALLATION_COUNT_COLUMNS = {
  organization_id: text(),
  platform: text<Platform>(),
  arch: text<Architecture>(),
  version: text(),
  runs_ahead: boolean(),
  installations: integer(),
  revision: bigint(),
};

/**
 * The same of those installations that said something of their computer; `os_class` is what their operating system is
 * counted as, or '' if that makes no difference. They are in `installation_counts`, too.
 */
export const COMPUTER_COUNT_COLUMNS = {
  organization_id: text(),
  platform: text<Platform>(),
  arch: text<Architecture>(),
  version: text(),
  runs_ahead: boolean(),
  os_class: text(),
  managed: boolean(),
  installations: integer(),
  revision: bigint(),
};

/** How many installations of an organization asked last by a protocol; `organization_id` is '' for all organizations. */
export const UPDATER_COUNT_COLUMNS = {
  organization_id: text(),
  updater: text<Updater>(),
  installations: integer(),
};

/** The mark of a batch of counts, at the revision of its last one. */
export const INSTALLATION_COUNT_MARK_COLUMNS = {
  revision: bigint(),
  mark: text(),
};

/** The change in a version's installations on a day in UTC; `organization_id` is '' for all organizations. */
export const ADOPTION_CHANGE_COLUMNS = {
  organization_id: text(),
  day: text(),
  version: text(),
  change: integer(),
};

/**
 * The new installations of an organization: how many were added in its last hour that had any, and how many were refused
 * from the first refusal to the last.
 */
export const NEW_INSTALLATION_COLUMNS = {
  organization_id: text(),
  hour: timestamp(),
  added: integer(),
  refused: bigint(),
  refused_since: nullable(timestamp()),
  refused_at: nullable(timestamp()),
};

/** When each periodic job was last done, by any server, and the last revision of counts then. */
export const UPKEEP_COLUMNS = {
  name: text(),
  done_at: timestamp(),
  revision: bigint(),
};

/** An installation as it last asked. */
export interface Installation {
  readonly organizationId: string;
  readonly id: string;
  readonly userId: string | null;
  readonly platform: Platform;
  readonly arch: Architecture;
  /** The protocol of the feed that it asked, or null if it asked the check. */
  readonly updater: Updater | null;
  /** The version that it told, or null if it told none. */
  readonly version: string | null;
  /** R32: the version of the operating system that it told, or null if it told none. */
  readonly osVersion: OsVersion | null;
  /** R30: whether something other than Sluice decides what it runs. */
  readonly isManaged: boolean;
  readonly offered: string | null;
  readonly lastAskedAt: Instant;
}

export function toInstallation(row: Selectable<RowOf<typeof INSTALLATION_COLUMNS>>): Installation {
  return {
    organizationId: row.organization_id,
    id: row.installation_id,
    userId: row.user_id,
    platform: row.platform,
    arch: row.arch,
    updater: row.updater,
    version: row.version?.startsWith(OTHER_MARK) ? row.told : row.version,
    osVersion: readOsVersion(row.os_version),
    isManaged: row.managed,
    offered: row.offered,
    lastAskedAt: row.last_asked_at,
  };
}
