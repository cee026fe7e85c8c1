import { type Build, NO_EXTRAS } from "../../src/catalog/build.ts";
import type { CalendarEntry } from "../../src/catalog/calendar.ts";
import { type Architecture, PACKAGE_FORMATS, type Platform } from "../../src/catalog/platform.ts";
import { NO_LIMITS, type Release } from "../../src/catalog/release.ts";
import { checkRelease, changeRelease as withChange } from "../../src/catalog/release-change.ts";
import { parseVersion, type Version } from "../../src/catalog/version.ts";
import { type Instant, toInstant } from "../../src/instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../src/result.ts";
import type { ActionOf } from "./action.ts";
import { readBuildText } from "./carried.ts";
import { having, type PolicyWorld } from "./policy-world.ts";

type Entered = Result<PolicyWorld, Refusal>;

/** A release is entered with its builds; its id is its version as the scenario writes it. */
export function enterRelease(world: PolicyWorld, action: ActionOf<"create_release">, at: Instant): Entered {
  const { version: id, automaticAt, slowAt, rolloutDays, critical, state, builds } = action;
  const checked = checkRelease({
    id,
    version: versionOf(id),
    automaticAt: instant(automaticAt),
    slowAt: slowAt === null ? null : instant(slowAt),
    rolloutDays,
    critical,
    notes: "",
    state,
    ...NO_LIMITS,
  });
  if (!checked.ok) return checked;
  const history = [{ knownAt: at, release: checked.value }];
  const made = builds.map((build) => toBuild(id, build, at));
  return ok(withEntry(world, id, { release: checked.value, history, builds: made }));
}

/** What is left out stays; the release as it stood is kept in its history. */
export function changeRelease(world: PolicyWorld, action: ActionOf<"change_release">, at: Instant): Entered {
  const entry = world.releases.get(action.version);
  if (!entry) return NO_RELEASE;
  const { automaticAt, slowAt, rolloutDays, critical, state } = action;
  const changed = withChange(entry.release, {
    automaticAt: automaticAt === undefined ? undefined : instant(automaticAt),
    slowAt: slowAt === undefined || slowAt === null ? slowAt : instant(slowAt),
    rolloutDays,
    critical,
    state,
  });
  return changed.ok ? ok(keep(world, entry, changed.value, at)) : changed;
}

function keep(world: PolicyWorld, entry: CalendarEntry, release: Release, at: Instant): PolicyWorld {
  if (release === entry.release) return world;
  const history = [...entry.history, { knownAt: at, release }];
  return withEntry(world, release.id, { ...entry, release, history });
}

export function addBuild(world: PolicyWorld, action: ActionOf<"add_build">, at: Instant): Entered {
  const entry = world.releases.get(action.version);
  if (!entry) return NO_RELEASE;
  const builds = [...entry.builds, toBuild(action.version, action.build, at)];
  return ok(withEntry(world, action.version, { ...entry, builds }));
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

function withEntry(world: PolicyWorld, id: string, entry: CalendarEntry): PolicyWorld {
  return { ...world, releases: having(world.releases, id, entry) };
}

function toBuild(releaseId: string, text: string, addedAt: Instant): Build {
  const { updaters, ...target } = readBuildText(text);
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
    url: null,
    addedAt,
  };
}
