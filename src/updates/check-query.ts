import { MOST_OS_VERSION_CHARACTERS, readOsVersion } from "../catalog/os-version.ts";
import {
  ARCHITECTURES,
  type Architecture,
  PACKAGE_FORMATS,
  type PackageFormat,
  PLATFORMS,
  type Platform,
} from "../catalog/platform.ts";
import { parseRunningVersion, type RunningVersion } from "../catalog/running-version.ts";
import { UPDATERS } from "../catalog/updaters.ts";
import type { CheckQuery } from "../contract/verdict.ts";
import { CHECK_LIMITS, isOn, type SaidText } from "../feeds/feed.ts";
import { type Instant, parseCalendarInstant } from "../instant.ts";
import type { Fault } from "./bound-faults.ts";

/** The parameters of a check; all others are ignored and named. */
export const CHECK_FIELDS = [
  "organization",
  "user",
  "installation",
  "installedAt",
  "platform",
  "arch",
  "format",
  "updater",
  "version",
  "manual",
  "osVersion",
  "managed",
  "reports",
  "key",
] as const satisfies readonly (keyof CheckQuery)[];

type CheckField = (typeof CHECK_FIELDS)[number];
type SaidQuery = Readonly<Partial<Record<CheckField, SaidText>>>;

/** A query that was read, or everything that is wrong with it. */
export type ReadCheckQuery =
  | { readonly ok: true; readonly value: CheckQuery }
  | { readonly ok: false; readonly error: readonly [Fault, ...Fault[]] };

/**
 * R27: reads the query of a check. A parameter that is not known is left out. One that cannot be read, or is given twice,
 * counts as not said, except organization, platform and arch, which are refused, and the version, which has to be said:
 * given twice it is one that cannot be read.
 */
export function readCheckQuery(said: SaidQuery): ReadCheckQuery {
  const { platform, arch } = said;
  const knownPlatform = PLATFORMS.find((one) => one === platform);
  const knownArch = ARCHITECTURES.find((one) => one === arch);
  const version = readVersion(said.version);
  const [fault, ...more] = faultsOf(said);
  if (fault || knownPlatform === undefined || knownArch === undefined || version === undefined)
    return { ok: false, error: [fault ?? missing("version"), ...more] };
  const target = { platform: knownPlatform, arch: knownArch };
  return { ok: true, value: toQuery(said, target, version) };
}

interface SaidTarget {
  readonly platform: Platform;
  readonly arch: Architecture;
}

function toQuery(said: SaidQuery, { platform, arch }: SaidTarget, version: RunningVersion): CheckQuery {
  return {
    organization: readId(said.organization, CHECK_LIMITS.organization),
    user: readId(said.user, CHECK_LIMITS.user),
    installation: readId(said.installation, CHECK_LIMITS.installation),
    installedAt: readInstant(said.installedAt),
    platform,
    arch,
    format: FORMATS.find((one) => one === said.format),
    updater: UPDATERS.find((one) => one === said.updater),
    version,
    manual: readSwitch(said.manual),
    osVersion: readSystem(said.osVersion),
    managed: readSwitch(said.managed),
    reports: readSwitch(said.reports),
    key: readId(said.key, CHECK_LIMITS.key),
  };
}

const FORMATS: readonly PackageFormat[] = Object.values(PACKAGE_FORMATS).flat();
const SWITCHES: readonly SaidText[] = ["true", "false", "1", "0"];

function faultsOf({ organization, platform, arch, version }: SaidQuery): readonly Fault[] {
  const faults = [
    organizationFault(organization),
    platformFault(platform),
    archFault(arch),
    version === undefined ? missing("version") : null,
  ];
  return faults.filter((fault) => fault !== null);
}

function organizationFault(said: SaidText): Fault | null {
  if (said === undefined) return null;
  if (typeof said !== "string") return invalid("organization", "it is given twice; give it once");
  const most = CHECK_LIMITS.organization;
  return said.length <= most ? null : invalid("organization", `use at most ${most} characters`);
}

function platformFault(said: SaidText): Fault | null {
  if (said === undefined) return missing("platform");
  if (typeof said !== "string") return invalid("platform", "it is given twice; give it once");
  if (PLATFORMS.some((known) => known === said)) return null;
  const description = `platform: "${said.slice(0, 40)}" is not a desktop platform, and release management is for desktop installations only (R2); use one of ${PLATFORMS.join(", ")}`;
  return { code: "desktop_only", description };
}

function archFault(said: SaidText): Fault | null {
  if (said === undefined) return missing("arch");
  if (ARCHITECTURES.some((known) => known === said)) return null;
  return invalid("arch", `give one of ${ARCHITECTURES.join(", ")}, once`);
}

function missing(name: CheckField): Fault {
  return invalid(name, "it is missing; give it");
}

function invalid(name: CheckField, what: string): Fault {
  return { code: "invalid_field", description: `${name}: ${what}` };
}

/** An id as it was sent, also if it is empty; undefined if it is not said once, or too long. */
function readId(said: SaidText, most: number): string | undefined {
  return typeof said === "string" && said.length <= most ? said : undefined;
}

function readVersion(said: SaidText): RunningVersion | undefined {
  if (said === undefined) return undefined;
  return parseRunningVersion(typeof said === "string" ? said : said.join(", "));
}

function readInstant(said: SaidText): Instant | undefined {
  const read = typeof said === "string" ? parseCalendarInstant(said) : null;
  return read?.ok ? read.value : undefined;
}

function readSwitch(said: SaidText): boolean | undefined {
  return SWITCHES.includes(said) ? isOn(said) : undefined;
}

function readSystem(said: SaidText) {
  const isText = typeof said === "string" && said.length <= MOST_OS_VERSION_CHARACTERS;
  return (isText ? readOsVersion(said) : null) ?? undefined;
}
