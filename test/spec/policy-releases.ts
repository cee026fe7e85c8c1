import type { Block } from "../../src/catalog/block.ts";
import { type Build, NO_EXTRAS } from "../../src/catalog/build.ts";
import { checkBuild } from "../../src/catalog/build-fit.ts";
import type { CalendarEntry } from "../../src/catalog/calendar.ts";
import { type Architecture, PACKAGE_FORMATS, type Platform } from "../../src/catalog/platform.ts";
import type { Release } from "../../src/catalog/release.ts";
import { checkRelease, changeRelease as withChange } from "../../src/catalog/release-change.ts";
import { checkLimits } from "../../src/catalog/release-limits.ts";
import { parseVersion, type Version } from "../../src/catalog/version.ts";
import { type Instant, toInstant } from "../../src/instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../src/result.ts";
import type { ActionOf } from "./action.ts";
import { osVersionOf, readBuildText } from "./carried.ts";
import { having, type PolicyWorld } from "./policy-world.ts";

type Entered = Result<PolicyWorld, Refusal>;

/** A release is entered with its builds; its id is its version as the scenario writes it. */
export function enterRelease(world: PolicyWorld, action: ActionOf<"create_release">, at: Instant): Entered {
  const { version: id, automaticAt, rolloutDays, critical, state, builds } = action;
  const { floor, warnDays, expiryReason } = action;
  const checked = checkRelease({
    id,
    version: versionOf(id),
    automaticAt: instant(automaticAt),
    slowAt: instantOrNull(action.slowAt),
    rolloutDays,
    critical,
    notes: "",
    state,
    floor,
    supportEndsAt: instantOrNull(action.supportEndsAt),
    expiresAt: instantOrNull(action.expiresAt),
    warnDays,
    expiryReason,
    blocks: action.blocks.map(toBlock),
  });
  if (!checked.ok) return checked;
  const release = checked.value;
  const made = builds.map((build) => toBuild(id, build, at));
  const entered = withEntry(world, id, { release, history: [{ knownAt: at, release }], builds: made });
  const fits = all(made.map((build) => checkBuild(build, release)));
  if (!fits.ok) return fits;
  const limits = checkLimits({ before: null, after: release }, { builds: buildsOf(entered), at });
  return limits.ok ? ok(entered) : limits;
}

/** Every build with its release. */
function buildsOf({ releases }: PolicyWorld) {
  return [...releases.values()].flatMap(({ release, builds }) => builds.map((build) => ({ build, release })));
}

function all<Value>(results: readonly Result<Value, Refusal>[]): Result<true, Refusal> {
  return results.find((result) => !result.ok) ?? ok(true);
}

/** What is left out stays; the release as it stood is kept in its history. */
export function changeRelease(world: PolicyWorld, action: ActionOf<"change_release">, at: Instant): Entered {
  const entry = world.releases.get(action.version);
  if (!entry) return NO_RELEASE;
  const { automaticAt, slowAt, rolloutDays, critical, state } = action;
  const { floor, supportEndsAt, expiresAt, warnDays, expiryReason, blocks } = action;
  const changed = withChange(entry.release, {
    automaticAt: said(automaticAt, instant),
    slowAt: said(slowAt, instantOrNull),
    rolloutDays,
    critical,
    state,
    floor,
    supportEndsAt: said(supportEndsAt, instantOrNull),
    expiresAt: said(expiresAt, instantOrNull),
    warnDays,
    expiryReason,
    blocks: said(blocks, (some) => some.map(toBlock)),
  });
  if (!changed.ok) return changed;
  const limited = { before: entry.release, after: changed.value };
  const limits = checkLimits(limited, { builds: buildsOf(world), at });
  return limits.ok ? ok(keep(world, entry, changed.value, at)) : limits;
}

function keep(world: PolicyWorld, entry: CalendarEntry, release: Release, at: Instant): PolicyWorld {
  if (release === entry.release) return world;
  const history = [...entry.history, { knownAt: at, release }];
  return withEntry(world, release.id, { ...entry, release, history });
}

export function addBuild(world: PolicyWorld, action: ActionOf<"add_build">, at: Instant): Entered {
  const entry = world.releases.get(action.version);
  if (!entry) return NO_RELEASE;
  const checked = checkBuild(toBuild(action.version, action.build, at), entry.release);
  if (!checked.ok) return checked;
  return ok(withEntry(world, action.version, { ...entry, builds: [...entry.builds, checked.value] }));
}

const NO_RELEASE = err(refuse("not_found", "There is no such release."));

/** A version that a scenario writes, which its format has checked. */
function versionOf(text: string): Version {
  const read = parseVersion(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

function instant(text: string): Instant {
  return toInstant(Date.parse(text));
}

function instantOrNull(text: string | null): Instant | null {
  return text === null ? null : instant(text);
}

/** What was said, read; what was left out stays so. */
function said<Text, Value>(text: Text | undefined, read: (text: Text) => Value): Value | undefined {
  return text === undefined ? undefined : read(text);
}

function toBlock(block: ActionOf<"create_release">["blocks"][number]): Block {
  const { platform, arch, osVersion, reason, until } = block;
  const range = osVersion && { from: osVersionOf(osVersion.from), below: osVersionOf(osVersion.below) };
  return { platform, arch, osVersion: range, reason, until: instantOrNull(until) };
}

function withEntry(world: PolicyWorld, id: string, entry: CalendarEntry): PolicyWorld {
  return { ...world, releases: having(world.releases, id, entry) };
}

function toBuild(releaseId: string, text: string, addedAt: Instant): Build {
  const { updaters, least, most, ...target } = readBuildText(text);
  const platform = target.platform as Platform;
  const arch = target.arch as Architecture;
  const format = PACKAGE_FORMATS[platform][0];
  const fileName = `app-${releaseId}-${arch}.${format}`;
  const id = `${releaseId}/${text}`;
  return {
    id,
    releaseId,
    platform,
    arch,
    format,
    fileName,
    size: 1,
    sha256: null,
    sha512: id,
    ...NO_EXTRAS,
    updaters,
    minimumOsVersion: osVersionOf(least),
    maximumOsVersion: osVersionOf(most),
    url: null,
    addedAt,
  };
}
