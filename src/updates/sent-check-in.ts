import { MOST_OS_VERSION_CHARACTERS } from "../catalog/os-version.ts";
import { MOST_VERSION_CHARACTERS } from "../catalog/running-version.ts";
import { UPDATERS } from "../catalog/updaters.ts";
import { formatVersion, parseVersion } from "../catalog/version.ts";
import { CHECK_LIMITS } from "../feeds/feed.ts";
import type { RawCheckIn } from "../fleet/raw-check-in.ts";
import { TARGETS, targetIndex } from "../fleet/targets.ts";
import { formatInstant, type Instant, parseInstant } from "../instant.ts";
import { parseId } from "../tenancy/id.ts";
import { isInstallationId, isText } from "./note-check-in.ts";

/** A check-in as an edge sends it, as JSON. What was not told is null. */
export interface SentCheckIn {
  readonly organizationId: string;
  readonly installation: string;
  readonly user: string | null;
  readonly platform: string;
  readonly arch: string;
  readonly updater: string | null;
  readonly running: string | null;
  readonly os: string | null;
  readonly managed: boolean;
  /** The number of the enrolment key whose tag it had, or null; edges of older versions leave it out. */
  readonly enrolmentKey: number | null;
  /** The version that was offered, as dotted numbers, or null if it was told to stay. */
  readonly offered: string | null;
  /** When it was answered: ISO 8601, in UTC. */
  readonly at: string;
}

/** A check-in as it is sent. Throws if its target is none of `TARGETS`, which no noted check-in has. */
export function toSentCheckIn(noted: RawCheckIn): SentCheckIn {
  const { organizationId, installation, user, updater, running, os, managed, enrolmentKey, offered } = noted;
  const target = TARGETS[noted.target];
  if (!target) throw new Error(`no target has the number ${noted.target}`);
  const { platform, arch } = target;
  const at = formatInstant(noted.at);
  const told = { user, platform, arch, updater, running, os, managed, enrolmentKey };
  return { organizationId, installation, ...told, offered: offered && formatVersion(offered), at };
}

/**
 * The inverse of {@link toSentCheckIn}, for any JSON: null if it is no check-in, or a text in it is longer than what
 * installations may say. Fields that are unknown are ignored.
 */
export function readSentCheckIn(json: unknown): RawCheckIn | null {
  if (typeof json !== "object" || json === null) return null;
  const said: { readonly [Name in keyof SentCheckIn]?: unknown } = json;
  const { installation, user, running, os, managed, enrolmentKey = null } = said;
  const organizationId = typeof said.organizationId === "string" ? parseId(said.organizationId) : null;
  const { platform, arch } = said;
  const target = typeof platform === "string" && typeof arch === "string" ? targetIndex(platform, arch) : -1;
  const updater = said.updater === null ? null : UPDATERS.find((known) => known === said.updater);
  const offered = readOffered(said.offered);
  const at = isText(said.at, MOST_AT_CHARACTERS) ? parseInstant(said.at) : null;
  if (organizationId === null || target < 0 || !isInstallationId(installation)) return null;
  if (updater === undefined || offered === undefined || typeof managed !== "boolean" || !at?.ok) return null;
  if (!isToldText(user, CHECK_LIMITS.user) || !isToldText(running, MOST_VERSION_CHARACTERS)) return null;
  if (!isToldText(os, MOST_OS_VERSION_CHARACTERS) || !isToldKey(enrolmentKey)) return null;
  const told = { installation, user, target, updater, running, os, managed, enrolmentKey, offered };
  return { organizationId, ...told, at: at.value, waitsSince: at.value };
}

/** A check-in as it is taken at an instant: not as one of the future, since the clock of an edge may be ahead. */
export function notAfter(checkIn: RawCheckIn, latest: Instant): RawCheckIn {
  return checkIn.at <= latest ? checkIn : { ...checkIn, at: latest, waitsSince: latest };
}

function isToldKey(value: unknown): value is number | null {
  return value === null || (Number.isInteger(value) && Number(value) > 0 && Number(value) <= MOST_KEY_NUMBER);
}

/** The largest number that the database holds. */
const MOST_KEY_NUMBER = 2 ** 31 - 1;

/** The longest form of an instant in ISO 8601 that is read. */
const MOST_AT_CHARACTERS = 40;

/** The offered version, null if none was, or undefined if it cannot be read. */
function readOffered(said: unknown): RawCheckIn["offered"] | undefined {
  if (said === null) return null;
  const version = isText(said, MOST_VERSION_CHARACTERS) ? parseVersion(said) : null;
  return version?.ok ? version.value : undefined;
}

function isToldText(value: unknown, longest: number): value is string | null {
  return value === null || isText(value, longest);
}
