import { isStoppedFor } from "../catalog/block.ts";
import { type Build, buildsForSystem } from "../catalog/build.ts";
import type { Calendar } from "../catalog/calendar.ts";
import { parseMinisignSignature, signedVersion } from "../catalog/minisign.ts";
import { ARCHITECTURES, PLATFORMS, type Target } from "../catalog/platform.ts";
import type { Release } from "../catalog/release.ts";
import { formatSemver, isUnreadable, NOT_SAID, parseRunningVersion } from "../catalog/running-version.ts";
import { isSemver } from "../catalog/semver-text.ts";
import { buildFor, targetOf, UPDATER_NEEDS } from "../catalog/updater-needs.ts";
import { formatInstant, type Instant } from "../instant.ts";
import { err, ok, type Refusal, type Result } from "../result.ts";
import {
  type Feed,
  type FeedAnswer,
  type FeedQuestion,
  type FeedRequest,
  fileUrl,
  NO_SUCH_FEED_FILE,
  OTHER,
  type Reply,
  readSelfDescription,
  readText,
} from "./feed.ts";
import { isOrganizationLost } from "./feed-path.ts";
import { announcedVersion } from "./spelling.ts";
import { installerOf, readTauriTarget, type TauriTarget, tauriTargetName, toTarget } from "./tauri-target.ts";
import { tellableOf } from "./tellable.ts";

const STATIC_FILE = "latest.json";

interface TauriQuestion extends FeedQuestion {
  /** `static`: the file with all platforms; `dynamic`: the answer for one. */
  readonly mode: "static" | "dynamic";
  readonly asked: TauriTarget;
  /** The version that runs, as it was said, or null if it was not said. */
  readonly saidVersion: string | null;
}

/**
 * The protocol of Tauri's updater plugin. The app developer signs each file, and newer plugins compare the version in
 * the signature with the announced one, so exactly that is announced. The plugin compares by itself, but an app can put
 * its own comparison in its place, so without the version that runs nothing is offered (R5).
 */
export const TAURI: Feed<TauriQuestion> = {
  name: "tauri",
  updaters: "Tauri 2 (tauri-plugin-updater)",
  routes: [
    {
      method: "GET",
      files: [],
      operationId: "getTauriUpdate",
      summary: "The same decision for Tauri's updater: the update for one platform, or 204",
      alsoReads: ["installation", "installedAt", "platform", "format", "manual"],
      ownQuery: ["target", "bundle"],
      contentTypes: ["application/json"],
      otherStatuses: [204],
    },
    {
      method: "GET",
      files: [STATIC_FILE],
      operationId: "getTauriFeed",
      summary: "The same decision for Tauri's updater: latest.json with an entry for every platform",
      alsoReads: ["installation", "installedAt", "platform", "format", "manual"],
      ownQuery: ["target", "bundle"],
      contentTypes: ["application/json"],
    },
  ],
  noUpdate:
    "204; in `latest.json` the version that runs, with an entry for every platform that leads to no file, because a missing entry is an error",
  runningFrom: "address",
  withoutVersion: "stays",
  comparesSystem: "never",
  spelling: "semver",
  announces: announcedToTauri,
  releases: ({ mode, asked }, calendar, at) =>
    isForAll(mode, asked) ? withoutBlocked(buildsEverywhere(calendar), at) : calendar,
  read: readTauriRequest,
  write: (answer) => (answer.question.mode === "static" ? writeStatic(answer) : writeDynamic(answer)),
};

function readTauriRequest(request: FeedRequest, calendar: Calendar): Result<TauriQuestion, Refusal> {
  const { organization, file, said } = request;
  if (isOrganizationLost(organization) || (file !== "" && file !== STATIC_FILE))
    return err(NO_SUCH_FEED_FILE);
  const mode = file === "" ? "dynamic" : "static";
  const asked = readTauriTarget(said);
  const { arch: _, ...self } = readSelfDescription(said);
  const forAll = isForAll(mode, asked);
  return ok({
    ...self,
    // R27: of which platform it is the version of the system is not said.
    os: forAll ? null : self.os,
    organization,
    mode,
    asked,
    saidVersion: readText(said.version),
    running: self.running ?? NOT_SAID,
    installation: asked.platform === OTHER || asked.arch === OTHER ? null : self.installation,
    target: forAll
      ? (buildsEverywhere(calendar).targets[0] ?? toTarget(asked, calendar))
      : toTarget(asked, calendar),
  });
}

/** Whether one file is for every platform of the app. */
function isForAll(mode: TauriQuestion["mode"], { platform }: TauriTarget): boolean {
  return mode === "static" && platform === null;
}

/** What is announced: the version that the developer signed; else what the app calls itself, in semver. */
function announcedToTauri(release: Release, build: Build): string {
  const { tauri } = build.updaters;
  const signature = tauri ? parseMinisignSignature(tauri.signature) : null;
  const signed = tauri?.version ?? (signature && signedVersion(signature));
  return asSemver(signed ?? announcedVersion("semver", release, build)) ?? formatSemver(release.version);
}

/** The same version as semver, which is all that the plugin can read, or null if it is none. */
function asSemver(text: string): string | null {
  const bare = text.replace(/^v/, "");
  if (isSemver(bare)) return bare;
  const known = parseRunningVersion(bare);
  return isUnreadable(known) ? null : formatSemver(known);
}

function writeDynamic({ verdict, request }: FeedAnswer<TauriQuestion>): Reply {
  if (verdict.action === "stay") return { status: 204, headers: {}, body: "" };
  const { release, build } = verdict;
  return toJson({ ...about(release, build), ...toEntry(build, request.origin) });
}

function writeStatic(answer: FeedAnswer<TauriQuestion>): Reply {
  const { verdict, question } = answer;
  if (verdict.action === "stay") return toJson(staticStay(answer));
  const { release, build } = verdict;
  const announced = announcedToTauri(release, build);
  const entry = answer.calendar.find((one) => one.release.id === release.id);
  const builds = buildsForSystem(entry?.builds ?? [build], question.os);
  const platforms =
    question.asked.platform === null
      ? buildsEverywhere(answer.calendar).targets.flatMap((target) => entriesFor(target, builds, null))
      : entriesFor(question.target, [build, ...builds], question.asked);
  const usable = platforms.filter(([, one]) => announcedToTauri(release, one) === announced);
  const entries = usable.map(([key, one]) => [key, toEntry(one, answer.request.origin)] as const);
  return toJson({ ...about(release, build), platforms: Object.fromEntries(entries) });
}

/** The release, without what differs from platform to platform. A date that cannot be read would spoil the answer. */
function about(release: Release, build: Build) {
  const { notes, automaticAt } = release;
  return {
    version: announcedToTauri(release, build),
    ...(notes !== "" && { notes }),
    pub_date: formatInstant(automaticAt),
  };
}

/**
 * The builds of one target by the keys under which the plugin looks for them: what the app was installed from, then the
 * platform alone. On Linux the platform alone is the AppImage, because a package installs only its own kind.
 */
function entriesFor(
  target: Target,
  builds: readonly Build[],
  asked: TauriTarget | null,
): readonly (readonly [string, Build])[] {
  const signed = builds.filter(UPDATER_NEEDS.tauri.isMetBy);
  const chosen = buildFor(target, signed);
  if (!chosen) return [];
  const name = tauriTargetName(target.platform, target.arch);
  const own = [
    name,
    ...(asked?.installer ? [`${name}-${asked.installer}`] : []),
    ...(asked?.key ? [asked.key] : []),
  ];
  const any = { ...target, formats: targetOf("tauri", target.platform, target.arch).formats };
  const others = (any.formats ?? []).flatMap((format) => {
    const build = buildFor({ ...any, formats: [format] }, signed);
    return build ? [[`${name}-${installerOf(build.format)}`, build] as const] : [];
  });
  // The first of a format is preferred, and what was asked for by name is above all.
  return [...others.reverse(), ...own.map((key) => [key, chosen] as const)];
}

/** No update, in words that no comparison of the app's own turns into one: what runs, and no file. */
function staticStay({ question: { saidVersion, asked }, request }: FeedAnswer<TauriQuestion>) {
  const nothing = { url: `${request.origin}/builds/no-update`, signature: "" };
  const keys = [...EVERY_KEY, ...(asked.key ? [asked.key] : [])];
  return {
    version: (saidVersion && asSemver(saidVersion)) ?? "0.0.0",
    platforms: Object.fromEntries(keys.map((key) => [key, nothing])),
  };
}

/** Every name under which a plugin looks at last, those of machines too for which there are never builds. */
const EVERY_KEY = PLATFORMS.flatMap((platform) =>
  [...ARCHITECTURES, "i686", "armv7", "riscv64"].map((arch) => tauriTargetName(platform, arch)),
);

function toEntry(build: Build, origin: string) {
  return { url: fileUrl(build, origin), signature: build.updaters.tauri?.signature ?? "" };
}

function toJson(value: object): Reply {
  return {
    status: 200,
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(value),
  };
}

/** What a file for all platforms can be written from. */
interface Everywhere {
  /** The targets that the calendar has signed builds for. */
  readonly targets: readonly Target[];
  /** The calendar with builds of those releases alone that can be installed on all of them, by one announced version. */
  readonly releases: Calendar;
}

const EVERYWHERE = new WeakMap<Calendar, Everywhere>();

/**
 * The releases that a file for all platforms can announce. It has one version, and a platform without an entry takes it
 * for an error, so a release counts only when it is there for every platform of the app.
 */
function buildsEverywhere(calendar: Calendar): Everywhere {
  const known = EVERYWHERE.get(calendar);
  if (known) return known;
  const signedFor = (target: Target, builds: readonly Build[]) =>
    buildFor(target, builds.filter(UPDATER_NEEDS.tauri.isMetBy));
  const targets = PLATFORMS.flatMap((platform) =>
    ARCHITECTURES.map((arch) => toTarget({ ...UNSAID, platform, arch }, calendar)),
  ).filter((target) => calendar.some(({ builds }) => signedFor(target, builds) !== null));
  const releases = tellableOf(calendar, ({ release, builds }) => {
    const found = targets.map((target) => signedFor(target, builds));
    const announced = found.map((build) => build && announcedToTauri(release, build));
    return announced.every((one) => one !== null && one === announced[0]);
  });
  const everywhere = { targets, releases };
  EVERYWHERE.set(calendar, everywhere);
  return everywhere;
}

/** R31: without the releases that are blocked on one of the platforms; a block by system is about all of its computers. */
function withoutBlocked({ targets, releases }: Everywhere, at: Instant): Calendar {
  const isBlocked = ({ blocks }: Release) =>
    targets.some((target) => isStoppedFor(blocks, { target, os: null }, at));
  return releases.some(({ release }) => isBlocked(release))
    ? tellableOf(releases, ({ release }) => !isBlocked(release))
    : releases;
}

const UNSAID = { installer: null, format: null, key: null } as const;
