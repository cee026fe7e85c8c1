import { stringify } from "yaml";
import { type Build, buildPath, buildsFor } from "../catalog/build.ts";
import type { Calendar } from "../catalog/calendar.ts";
import { ARCHITECTURES, type Architecture, type Platform, type Target } from "../catalog/platform.ts";
import { compareVersions, formatSemver, type Version } from "../catalog/version.ts";
import { formatInstant, toInstant } from "../instant.ts";
import type { Verdict } from "../policy/decide.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { type Feed, type FeedQuestion, type FeedRequest, readSelfDescription } from "./feed.ts";

/** The header in which electron-updater sends the id it keeps per installation (a UUID); it never sends its version. */
const INSTALLATION_HEADER = "x-user-staging-id";

/** The package formats that electron-updater can install, the one an unnamed Linux package most likely is first. */
const ELECTRON_FORMATS = {
  win: ["exe"],
  mac: ["zip"],
  linux: ["appimage", "deb", "rpm", "pacman"],
} as const satisfies Record<Platform, Target["formats"]>;
type ElectronFormat = (typeof ELECTRON_FORMATS)[Platform][number];

export function isElectronFormat(platform: Platform, text: string): text is ElectronFormat {
  return (ELECTRON_FORMATS[platform] as readonly string[]).includes(text);
}

/** What the name of a feed file says: the platform and, on Linux only, the architecture. */
interface ElectronFeedFile {
  readonly platform: Platform;
  readonly arch: Architecture | null;
}

const FEED_FILES: ReadonlyMap<string, ElectronFeedFile> = new Map([
  ["latest.yml", { platform: "win", arch: null }],
  ["latest-mac.yml", { platform: "mac", arch: null }],
  ["latest-linux.yml", { platform: "linux", arch: "x64" }],
  ["latest-linux-arm64.yml", { platform: "linux", arch: "arm64" }],
]);

/** The protocol of electron-updater's generic provider, which has always asked for these files. */
export const ELECTRON: Feed = {
  name: "electron",
  updaters: "electron-updater (generic provider)",
  address: "/feeds/electron/{organization}/?version=&arch=&user=",
  routes: [
    {
      method: "GET",
      path: "/feeds/electron/:organization/:file",
      operationId: "getElectronFeed",
      summary: "The same decision for electron-updater: latest.yml, latest-mac.yml, latest-linux.yml",
      parameters: { organization: [], file: [...FEED_FILES.keys()] },
      query: ["user", "installation", "installedAt", "arch", "format", "version", "manual"],
      contentTypes: ["text/yaml"],
    },
  ],
  noUpdate: "a feed of the version that runs (or `0.0.0-0`) with `stagingPercentage: 0`",
  proofs: ["sha512"],
  read: readElectronRequest,
  write: ({ verdict, question: { target, running }, calendar }) => ({
    status: 200,
    headers: { "content-type": "text/yaml; charset=utf-8" },
    body: formatElectronFeed({ verdict, target, running, calendar }),
  }),
};

/**
 * Reads a question. Every electron-updater sends its installation in a header; an id in the address takes precedence.
 */
function readElectronRequest(
  { params, query, headers }: FeedRequest,
  calendar: Calendar,
): Result<FeedQuestion, Refusal> {
  const file = parseElectronFeedFile(params.file ?? "");
  if (!file) return err(NO_SUCH_FILE);
  const { arch, ...self } = readSelfDescription(query);
  const format = query.format?.toLowerCase() ?? "";
  const said = { arch, format: isElectronFormat(file.platform, format) ? format : null };
  const stagingId = headers[INSTALLATION_HEADER];
  return ok({
    ...self,
    organization: params.organization ?? "",
    installation: self.installation ?? (typeof stagingId === "string" ? stagingId : null),
    target: electronTarget(file, said, calendar),
  });
}

const NO_SUCH_FILE = refuse("not_found", "There is no such feed file, or it is not yours to see.");

/** The meaning of a feed file's name, or null if there is no such file. */
export function parseElectronFeedFile(fileName: string): ElectronFeedFile | null {
  return FEED_FILES.get(fileName) ?? null;
}

/** What the app developer put into the query of the feed's URL, which the client copies to every request. */
interface ElectronAsked {
  /** The architecture, or null if not given. On Linux the file's name says it. */
  readonly arch: Architecture | null;
  /** The format, or null if any that the updater can install. Useful if a release lacks some Linux formats. */
  readonly format: ElectronFormat | null;
}

/**
 * The target of the decision. A Windows or macOS updater that does not say its architecture counts as x64: an x64 app
 * can install nothing else, an arm64 one also runs x64 (emulated), and if the offered release has both, both are in the
 * feed and the client chooses its own. It counts as arm64 only if the vendor never made an x64 build.
 */
export function electronTarget(file: ElectronFeedFile, asked: ElectronAsked, calendar: Calendar): Target {
  const { platform } = file;
  const formats = asked.format === null ? ELECTRON_FORMATS[platform] : [asked.format];
  const arch = file.arch ?? asked.arch ?? likelyArch({ platform, arch: "x64", formats }, calendar);
  return { platform, arch, formats };
}

function likelyArch(x64: Target, calendar: Calendar): Architecture {
  const hasBuilds = (target: Target) => calendar.some(({ builds }) => buildsFor(target, builds).length > 0);
  return !hasBuilds(x64) && hasBuilds({ ...x64, arch: "arm64" }) ? "arm64" : "x64";
}

/** A verdict with the question's details that the feed is written from. */
interface ElectronAnswer {
  readonly verdict: Verdict;
  readonly target: Target;
  /** The running version from the query, or null if not given. */
  readonly running: Version | null;
  /** The calendar that the verdict was made with. */
  readonly calendar: Calendar;
}

/**
 * The YAML text of the answer. Update: the release with its builds. Stay: a feed that the client reads as "no update",
 * because a missing file is an error to it. Its version is the running one, or `0.0.0-0` if unknown, and its
 * `stagingPercentage` of 0 excludes every client, so that even one with `allowDowngrade` stays (R5).
 */
export function formatElectronFeed(answer: ElectronAnswer): string {
  const feed = answer.verdict.action === "update" ? updateFeed(answer.verdict, answer) : stayFeed(answer);
  return stringify(feed, { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN", lineWidth: 0 });
}

/** One file of the feed; `sha512` in base64, `size` in bytes. */
interface FeedFile {
  readonly url: string;
  readonly sha512: string;
  readonly size: number;
}

/** A feed. `path` and `sha512` repeat the first file for clients older than `files`. */
function toFeed(version: string, files: readonly [FeedFile, ...FeedFile[]], releaseDate: string) {
  const [{ url, sha512 }] = files;
  return { version, files, path: url, sha512, releaseDate };
}

type Update = Extract<Verdict, { action: "update" }>;

function updateFeed({ release, build }: Update, { target, calendar }: ElectronAnswer) {
  const others = calendar.find((entry) => entry.release.id === release.id)?.builds ?? [];
  const [first, ...rest] = onePerKind([build, ...usableBuilds(target, others)]);
  const files = [toFeedFile(first ?? build), ...rest.map(toFeedFile)] as const;
  return toFeed(formatSemver(release.version), files, formatInstant(release.automaticAt));
}

const NO_FILE: FeedFile = {
  url: "no-update",
  size: 0,
  sha512: "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
};

function stayFeed({ running, calendar }: ElectronAnswer) {
  const entry = calendar.find(
    ({ release }) => running !== null && compareVersions(release.version, running) === 0,
  );
  const since = entry?.release.automaticAt ?? toInstant(0);
  const version = running ? formatSemver(running) : "0.0.0-0";
  return { ...toFeed(version, [NO_FILE], formatInstant(since)), stagingPercentage: 0 };
}

/** The builds in the feed: on Windows and macOS of both architectures, the decided one first; on Linux of one. */
function usableBuilds(target: Target, builds: readonly Build[]): readonly Build[] {
  const others = target.platform === "linux" ? [] : ARCHITECTURES.filter((arch) => arch !== target.arch);
  return [target.arch, ...others].flatMap((arch) => buildsFor({ ...target, arch }, builds));
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

function toFeedFile(build: Build): FeedFile {
  return { url: withArchitecture(buildPath(build), build.arch), sha512: build.sha512, size: build.size };
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
