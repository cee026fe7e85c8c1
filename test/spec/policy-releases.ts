import type { Build } from "../../src/catalog/build.ts";
import type { CalendarEntry } from "../../src/catalog/calendar.ts";
import { type Architecture, PACKAGE_FORMATS, type Platform } from "../../src/catalog/platform.ts";
import type { Release } from "../../src/catalog/release.ts";
import { parseVersion, type Version } from "../../src/catalog/version.ts";
import { type Instant, toInstant } from "../../src/instant.ts";
import type { ActionOf } from "./action.ts";
import { having, type PolicyWorld } from "./policy-world.ts";

/** A release is entered with its builds; its id is its version as the scenario writes it. */
export function enterRelease(
  world: PolicyWorld,
  action: ActionOf<"enter_release">,
  at: Instant,
): PolicyWorld {
  const { version: id, automaticAt, slowAt, rolloutDays, critical, state, builds } = action;
  const release: Release = {
    id,
    version: versionOf(id),
    automaticAt: instant(automaticAt),
    slowAt: slowAt === null ? null : instant(slowAt),
    rolloutDays,
    critical,
    notes: "",
    state,
  };
  return withEntry(world, id, {
    release,
    history: [{ knownAt: at, release }],
    builds: builds.map((build) => toBuild(id, build, at)),
  });
}

/** What is left out stays; the release as it stood is kept in its history. */
export function changeRelease(
  world: PolicyWorld,
  action: ActionOf<"change_release">,
  at: Instant,
): PolicyWorld {
  const entry = getEntry(world, action.version);
  const { automaticAt, slowAt, rolloutDays, critical, state } = action;
  const release: Release = {
    ...entry.release,
    ...(automaticAt === undefined ? {} : { automaticAt: instant(automaticAt) }),
    ...(slowAt === undefined ? {} : { slowAt: slowAt === null ? null : instant(slowAt) }),
    ...(rolloutDays === undefined ? {} : { rolloutDays }),
    ...(critical === undefined ? {} : { critical }),
    ...(state === undefined ? {} : { state }),
  };
  const history = [...entry.history, { knownAt: at, release }];
  return withEntry(world, action.version, { ...entry, release, history });
}

export function addBuild(world: PolicyWorld, action: ActionOf<"add_build">, at: Instant): PolicyWorld {
  const entry = getEntry(world, action.version);
  const builds = [...entry.builds, toBuild(action.version, action.build, at)];
  return withEntry(world, action.version, { ...entry, builds });
}

/** A version that a scenario writes, which its format has checked. */
export function versionOf(text: string): Version {
  const read = parseVersion(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

function instant(text: string): Instant {
  return toInstant(Date.parse(text));
}

function getEntry(world: PolicyWorld, id: string): CalendarEntry {
  const entry = world.releases.get(id);
  if (!entry) throw new Error(`the scenario has no release ${id}`);
  return entry;
}

function withEntry(world: PolicyWorld, id: string, entry: CalendarEntry): PolicyWorld {
  return { ...world, releases: having(world.releases, id, entry) };
}

function toBuild(releaseId: string, text: string, addedAt: Instant): Build {
  const [platform, arch] = text.split("/") as [Platform, Architecture];
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
    url: null,
    addedAt,
  };
}
