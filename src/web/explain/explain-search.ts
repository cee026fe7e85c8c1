import { parseOsVersion } from "../../catalog/os-version.ts";
import { ARCHITECTURES, type Architecture, PLATFORMS, type Platform } from "../../catalog/platform.ts";
import { isUnreadable, parseRunningVersion } from "../../catalog/running-version.ts";
import { parseInstant } from "../../instant.ts";
import type { Installation } from "../data/adoption.ts";
import type { Question } from "../data/explain.ts";

/** The question that the view answers. It is in the address, so that the answer can be sent to somebody. */
export interface ExplainSearch {
  readonly user?: string | undefined;
  readonly installation?: string | undefined;
  readonly platform?: Platform | undefined;
  readonly arch?: Architecture | undefined;
  /** The version that the installation runs; a new installation if left out. */
  readonly version?: string | undefined;
  /** R32: the version of its operating system; not said if left out. */
  readonly osVersion?: string | undefined;
  /** R30: whether something other than Sluice decides what it runs. */
  readonly managed?: true | undefined;
  /** Whether a person asks by hand. */
  readonly manual?: true | undefined;
  readonly installedAt?: string | undefined;
  /** The instant that is asked about; now if left out. */
  readonly at?: string | undefined;
}

export function readExplainSearch(search: Record<string, unknown>): ExplainSearch {
  const { user, installation, installedAt, at } = search;
  return {
    ...(isText(user) && { user }),
    ...((isText(installation) || typeof installation === "number") && { installation: String(installation) }),
    ...readComputer(search),
    ...readSystem(search.osVersion),
    ...(search.managed === true && { managed: true }),
    ...(search.manual === true && { manual: true }),
    ...(isInstant(installedAt) && { installedAt }),
    ...(isInstant(at) && { at }),
  };
}

/** The question why an installation runs what it runs, with everything that it said of itself. */
export function questionAbout(one: Installation): ExplainSearch {
  const { installation, userId, platform, arch, version, osVersion, managed } = one;
  return {
    installation,
    platform,
    arch,
    ...(userId !== null && { user: userId }),
    ...(version !== null && { version }),
    ...(osVersion !== null && { osVersion }),
    ...(managed && { managed }),
  };
}

/** The parameters of the API for the question of a view. */
export function toQuestion(search: ExplainSearch): Question {
  const { platform = "win", arch = "x64", manual, managed, ...rest } = search;
  const asked = { ...rest, platform, arch };
  return { ...asked, ...(manual && { manual: "true" }), ...(managed && { managed: "true" }) };
}

/** Reads the computer that an app runs on, and its version; what is left out in an address stays left out. */
export function readComputer(
  search: Record<string, unknown>,
): Pick<ExplainSearch, "platform" | "arch" | "version"> {
  const platform = PLATFORMS.find((known) => known === search.platform);
  const arch = ARCHITECTURES.find((known) => known === search.arch);
  return {
    ...(platform && platform !== "win" && { platform }),
    ...(arch && arch !== "x64" && { arch }),
    ...readVersion(search.version),
  };
}

/** Reads a version. The router parses one of two numbers as a single number. */
function readVersion(version: unknown): Pick<ExplainSearch, "version"> {
  const text = typeof version === "number" ? String(version) : version;
  return isText(text) && !isUnreadable(parseRunningVersion(text)) ? { version: text } : {};
}

/** Reads the version of an operating system, which the router may parse as a number, too. */
function readSystem(osVersion: unknown): Pick<ExplainSearch, "osVersion"> {
  const text = typeof osVersion === "number" ? String(osVersion) : osVersion;
  return isText(text) && parseOsVersion(text).ok ? { osVersion: text } : {};
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "" && value.length <= 200;
}

function isInstant(value: unknown): value is string {
  return isText(value) && parseInstant(value).ok;
}
