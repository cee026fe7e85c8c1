import { stringify } from "yaml";
import { asRelease } from "../catalog/app-version.ts";
import { type Build, buildPath } from "../catalog/build.ts";
import type { Calendar } from "../catalog/calendar.ts";
import type { OsVersion } from "../catalog/os-version.ts";
import { ARCHITECTURES, type Architecture, type PackageFormat, type Target } from "../catalog/platform.ts";
import { isOut, type Release } from "../catalog/release.ts";
import {
  formatSemver,
  isSameAs,
  isUnreadable,
  NOT_SAID,
  type RunningVersion,
} from "../catalog/running-version.ts";
import { targetOf } from "../catalog/updater-needs.ts";
import { formatVersion } from "../catalog/version.ts";
import { formatInstant, type Instant, toInstant } from "../instant.ts";
import type { PresentVerdict } from "../policy/verdict.ts";
import { err, ok, type Refusal, type Result } from "../result.ts";
import { buildsBeside } from "./builds-beside.ts";
import { type ElectronFeedFile, parseElectronFeedFile } from "./electron-file.ts";
import {
  CHECK_LIMITS,
  type Feed,
  type FeedQuestion,
  type FeedRequest,
  likelyArch,
  NO_SUCH_FEED_FILE,
  OTHER,
  readFormat,
  readSelfDescription,
  readText,
} from "./feed.ts";
import { announcedVersion } from "./spelling.ts";
import { oldestKernel } from "./system-version.ts";

/** The header in which electron-updater sends the id it keeps per installation (a UUID); it never sends its version. */
const INSTALLATION_HEADER = "x-user-staging-id";

const FILE_EXAMPLES = [
  "latest.yml",
  "latest-mac.yml",
  "latest-linux.yml",
  "latest-linux-arm64.yml",
  "beta.yml",
] as const;

/** The protocol of electron-updater's generic provider, which has always asked for these files. */
export const ELECTRON: Feed = {
  name: "electron",
  updaters: "electron-updater (generic provider)",
  routes: [
    {
      method: "GET",
      files: FILE_EXAMPLES,
      operationId: "getElectronFeed",
      summary: "The same decision for electron-updater: latest.yml, latest-mac.yml, latest-linux.yml",
      alsoReads: ["installation", "installedAt", "format", "manual"],
      ownQuery: ["noCache"],
      contentTypes: ["text/yaml"],
    },
  ],
  noUpdate: "a feed of the version that runs (or `0.0.0-0`) with `stagingPercentage: 0`",
  runningFrom: "address",
  withoutVersion: "stays",
  comparesSystem: "minimum",
  spelling: "semver",
  installationHeader: INSTALLATION_HEADER,
  read: readElectronRequest,
  write: ({ verdict, question: { target, running, os }, request: { origin }, calendar, at }) => ({
    status: 200,
    headers: { "content-type": "text/yaml; charset=utf-8" },
    body: formatElectronFeed({ verdict, target, running, os, calendar, origin, at }),
  }),
};

/**
 * Reads a question. Every electron-updater sends its installation in a header; an id in the address takes precedence.
 * R5: this updater goes back to an older version if its app allows that, which setting a channel does, so without the
 * version that runs nothing can be offered. An installation of another architecture is not counted.
 */
function readElectronRequest(
  { organization, file: fileName, said, headers }: FeedRequest,
  calendar: Calendar,
): Result<FeedQuestion, Refusal> {
  const file = parseElectronFeedFile(fileName);
  if (!file) return err(NO_SUCH_FEED_FILE);
  const { arch, ...self } = readSelfDescription(said);
  const asked = { arch, format: readFormat("electron", file.platform, said.format) };
  const installation = self.installation ?? readText(headers[INSTALLATION_HEADER], CHECK_LIMITS.installation);
  return ok({
    ...self,
    running: self.running ?? NOT_SAID,
    organization,
    installation: isOther(file, asked) ? null : installation,
    target: electronTarget(file, asked, calendar),
  });
}

/** What the app developer put into the query of the feed's URL, which the client copies to every request. */
interface ElectronAsked {
  /** The architecture, or null if not given. On Linux the file's name says it. */
  readonly arch: Architecture | typeof OTHER | null;
  /** The format, or null if any that the updater can install. Useful if a release lacks some Linux formats. */
  readonly format: PackageFormat | typeof OTHER | null;
}

/**
 * The target of the decision. A Windows or macOS updater that does not say its architecture counts as x64: an x64 app
 * can install nothing else, an arm64 one also runs x64 (emulated), and if the offered release has both, both are in the
 * feed and the client chooses its own. It counts as arm64 only if the vendor never made an x64 build. R27: for another
 * architecture or format than Sluice knows, no format is any good, so no build is.
 */
export function electronTarget(file: ElectronFeedFile, asked: ElectronAsked, calendar: Calendar): Target {
  const { platform } = file;
  if (isOther(file, asked) || asked.format === OTHER) return { platform, arch: "x64", formats: [] };
  const any = targetOf("electron", platform, "x64");
  const x64 = asked.format === null ? any : { ...any, formats: [asked.format] };
  return { ...x64, arch: saidArch(file, asked) ?? likelyArch(x64, calendar) };
}

function isOther(file: ElectronFeedFile, asked: Pick<ElectronAsked, "arch">): boolean {
  return file.arch === OTHER || asked.arch === OTHER;
}

function saidArch(file: ElectronFeedFile, asked: ElectronAsked): Architecture | null {
  const arch = file.arch ?? asked.arch;
  return arch === OTHER ? null : arch;
}

/** A verdict with the question's details that the feed is written from. */
interface ElectronAnswer {
  readonly verdict: PresentVerdict;
  readonly target: Target;
  /** The running version from the query, or null if not given. */
  readonly running: RunningVersion | null;
  /** The version of the operating system, or null if it is not said. */
  readonly os: OsVersion | null;
  /** The calendar that the verdict was made with. */
  readonly calendar: Calendar;
  /** The address at which the client reaches this server. */
  readonly origin: string;
  /** The instant of the decision. */
  readonly at: Instant;
}

/**
 * The YAML text of the answer. Update: the release with its builds. Stay: a feed that the client reads as "no update",
 * because a missing file is an error to it. Its version is the running one, or `0.0.0-0` if unknown, and its
 * `stagingPercentage` of 0 excludes every client, so that even one with `allowDowngrade` stays (R5). If the version is
 * unknown, a comment tells the developer who looks at the feed.
 */
export function formatElectronFeed(answer: ElectronAnswer): string {
  const feed = answer.verdict.action === "update" ? updateFeed(answer.verdict, answer) : stayFeed(answer);
  const text = stringify(feed, { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN", lineWidth: 0 });
  return `${commentFor(answer.running)}${text}`;
}

function commentFor(running: RunningVersion | null): string {
  if (running === null || !isUnreadable(running)) return "";
  const why =
    running.unreadable === NOT_SAID.unreadable
      ? "does not say which version runs"
      : "has a version that cannot be read";
  return `# No update is offered, because this address ${why}. Write version= with app.getVersion() into it.\n`;
}

/** One file of the feed; `sha512` in base64, sizes in bytes. */
interface FeedFile {
  readonly url: string;
  readonly sha512: string;
  readonly size: number;
  readonly blockMapSize?: number;
  readonly isAdminRightsRequired?: true;
}

/** A feed. `path` and `sha512` repeat the first file for clients older than `files`. */
function toFeed(version: string, files: readonly [FeedFile, ...FeedFile[]], releaseDate: string) {
  const [{ url, sha512 }] = files;
  return { version, files, path: url, sha512, releaseDate };
}

type Update = Extract<PresentVerdict, { action: "update" }>;

function updateFeed({ release, build }: Update, answer: ElectronAnswer) {
  const basePath = new URL(answer.origin).pathname.replace(/\/$/, "");
  const saidOf = (one: Build) => [announcedVersion("semver", release, one), minimumSystemOf(one)] as const;
  const [version, minimumSystemVersion] = saidOf(build);
  // A feed says these once for all of its files.
  const alike = usableBuilds(release, answer).filter((one) => saidOf(one).join() === saidOf(build).join());
  const [first = build, ...rest] = onePerKind([build, ...alike]);
  const toFile = (one: Build) => toFeedFile(one, basePath);
  return {
    ...toFeed(version, [toFile(first), ...rest.map(toFile)], formatInstant(release.automaticAt)),
    releaseName: formatVersion(release.version),
    ...(release.notes !== "" && { releaseNotes: release.notes }),
    ...(minimumSystemVersion !== null && { minimumSystemVersion }),
  };
}

/** R32: what the updater compares `os.release()` with: as the developer gave it or, if not, by the systems of the build. */
function minimumSystemOf(build: Build): string | null {
  return build.updaters.electron?.minimumSystemVersion ?? oldestKernel(build);
}

const NO_FILE: FeedFile = {
  url: "no-update",
  size: 0,
  sha512: "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
};

function stayFeed({ running, target, calendar, at }: ElectronAnswer) {
  const known = running === null || isUnreadable(running) ? null : running;
  const runs = asRelease(known, target, calendar);
  const entry = calendar.find(({ release }) => runs !== null && isSameAs(release.version, runs));
  const since = entry && isOut(entry.release, at) ? entry.release.automaticAt : toInstant(0);
  const version = known ? formatSemver(known) : "0.0.0-0";
  return { ...toFeed(version, [NO_FILE], formatInstant(since)), stagingPercentage: 0 };
}

/** The builds in the feed: on Windows and macOS of both architectures, the decided one first; on Linux of one. */
function usableBuilds(release: Release, { target, os, calendar, at }: ElectronAnswer): readonly Build[] {
  const entry = calendar.find((one) => one.release.id === release.id);
  if (!entry) return [];
  const others = target.platform === "linux" ? [] : ARCHITECTURES.filter((arch) => arch !== target.arch);
  return [target.arch, ...others].flatMap((arch) => buildsBeside(entry, { ...target, arch }, { os }, at));
}

/** The first build of each architecture and format, which is the newer one if there are two. */
function onePerKind(builds: readonly Build[]): readonly Build[] {
  const byKind = new Map<string, Build>();
  for (const build of builds) {
    const kind = `${build.arch} ${build.format}`;
    if (!byKind.has(kind)) byKind.set(kind, build);
  }
  return [...byKind.values()];
}

/**
 * A file on this server is named by its path from the root of the host, so that the feed names no host. The updater asks
 * for all ranges of a difference at once, which few other servers answer: it then downloads the whole file as well. So a
 * block map is announced only of a file that is here.
 */
function toFeedFile(build: Build, basePath: string): FeedFile {
  const url = build.url ?? basePath + buildPath(build);
  const { blockMapSize, isAdminRightsRequired } = build.updaters.electron ?? {};
  return {
    url: withArchitecture(url, build.arch),
    sha512: build.sha512,
    size: build.size,
    ...(blockMapSize !== undefined && build.url === null && { blockMapSize }),
    ...(isAdminRightsRequired && { isAdminRightsRequired }),
  };
}

/**
 * A URL that names only its own architecture, because the client chooses a file by looking for its architecture in the
 * text of the URL. If the name lacks it, it is added as the fragment, which is never sent; other architectures are
 * written with their first letter percent-encoded, which is the same address for every server.
 */
function withArchitecture(url: string, own: Architecture): string {
  const masked = ARCHITECTURES.filter((arch) => arch !== own).reduce(
    (text, arch) => text.replaceAll(arch, `%${arch.charCodeAt(0).toString(16)}${arch.slice(1)}`),
    url,
  );
  return masked.includes(own) ? masked : `${masked}#${own}`;
}
