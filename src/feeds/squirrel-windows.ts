import { withoutDotsInLabel } from "../catalog/app-version.ts";
import type { Build } from "../catalog/build.ts";
import type { Calendar } from "../catalog/calendar.ts";
import type { Release } from "../catalog/release.ts";
import {
  formatKnownVersion,
  formatRunningVersion,
  isUnreadable,
  parseRunningVersion,
  type RunningVersion,
} from "../catalog/running-version.ts";
import { targetOf } from "../catalog/updater-needs.ts";
import { err, ok, type Refusal, type Result } from "../result.ts";
import { decidedPackages, installedOf, localVersionOf } from "./decided-packages.ts";
import {
  type Feed,
  type FeedAnswer,
  type FeedQuestion,
  type FeedRequest,
  OTHER,
  type Reply,
  readSelfDescription,
  type SaidText,
} from "./feed.ts";
import type { FeedSurroundings } from "./feed-surroundings.ts";
import { type FeedPackage, type PackageNaming, packagesOf, replyForPackage } from "./packages.ts";
import { targetOfArch } from "./target-of-arch.ts";

/**
 * The protocol of Squirrel.Windows, which Electron's autoUpdater uses on Windows. It reads versions from the names of
 * packages, takes the highest, never goes down, and takes a missing or empty file for an error.
 */
export const SQUIRREL_WINDOWS: Feed = {
  name: "squirrel-windows",
  updaters: "Squirrel.Windows (Electron's autoUpdater, electron-winstaller, Electron Forge)",
  routes: [
    {
      method: "GET",
      files: ["RELEASES", "App-46.10.1.38083-full.nupkg"],
      operationId: "getSquirrelWindowsFeed",
      summary: "The same decision for Squirrel.Windows: RELEASES, and the packages that it names (302)",
      alsoReads: ["installation"],
      ownQuery: ["id", "localVersion", "localversion"],
      contentTypes: ["text/plain"],
      otherStatuses: [302],
    },
  ],
  noUpdate: "a RELEASES that names the version that runs (or `0.0.0.0`)",
  runningFrom: "updater",
  withoutVersion: "newest",
  comparesSystem: "never",
  spelling: "dotted",
  announces: versionOf,
  read: readRequest,
  write: (answer) => ({
    status: 200,
    headers: { "content-type": "text/plain; charset=utf-8" },
    body: `${linesOf(answer).join("\n")}\n`,
  }),
};

/** What the updater finds in the name of a package as its version. */
const VERSION_IN_NAME = /\d+(?:\.\d+){0,3}(?:-[A-Za-z][0-9A-Za-z-]*)?$/;

const NAMING: PackageNaming = {
  updater: "squirrel-windows",
  versionOf,
  nameOf({ fileName, packageId, version, kind }) {
    const ending = `-${kind}.nupkg`;
    const isPlain = /^[\w.-]+$/.test(fileName) && fileName.endsWith(ending);
    const read = VERSION_IN_NAME.exec(fileName.slice(0, -ending.length))?.[0];
    return isPlain && read === version ? fileName : `${packageId}-${version}${ending}`;
  },
};

/** The version that its app calls itself if the updater can read it, else that of the release; with dots. */
function versionOf({ version }: Release, { appVersion }: Build): string {
  const said = appVersion === null ? null : parseRunningVersion(appVersion);
  return (said && readableSpelling(said)) ?? formatKnownVersion(version);
}

/** A version as the updater reads it: up to four numbers with dots and a label of letters; null if it cannot. */
function readableSpelling(version: RunningVersion): string | null {
  const spelled = withoutDotsInLabel(formatRunningVersion(version));
  const isRead = VERSION_IN_NAME.exec(spelled)?.[0] === spelled;
  const numbers = spelled.split("-", 1)[0]?.split(".") ?? [];
  return isRead && numbers.every((part) => Number(part) <= MOST_IN_PART) ? spelled : null;
}

/** The highest number that a part of its versions can have. */
const MOST_IN_PART = 2 ** 31 - 1;

/**
 * Reads a question, or a request for a package. The updater asks again for the whole address in small letters if it got
 * no answer. It says amd64 on arm64, too, so an architecture in the path takes precedence. A fresh installation does not
 * say its version; as this updater never goes down, it is offered what there is.
 */
function readRequest(
  request: FeedRequest,
  calendar: Calendar,
  { at }: FeedSurroundings,
): Result<FeedQuestion, Refusal | Reply> {
  const { organization, file, said } = request;
  const { arch, ...self } = readSelfDescription({
    ...said,
    arch: toArch(said.arch),
    version: said.version ?? localVersionOf(said),
  });
  const x64 = targetOf("squirrel-windows", "win", "x64");
  if (file.toLowerCase() !== "releases") {
    const asker = { platform: "win", arch: arch === OTHER ? null : arch } as const;
    return err(replyForPackage(packagesOf(NAMING, calendar), request, asker, at));
  }
  const target = targetOfArch(x64, arch, calendar);
  return ok({ ...self, installation: arch === OTHER ? null : self.installation, organization, target });
}

/** Windows' own name of x64 as ours, and all in small letters. */
function toArch(said: SaidText): SaidText {
  if (typeof said !== "string") return said;
  const arch = said.toLowerCase();
  return arch === "amd64" ? "x64" : arch;
}

/** The lines of RELEASES: the decided packages, or what is installed. */
function linesOf(answer: FeedAnswer): readonly string[] {
  const { verdict, request, question } = answer;
  return verdict.action === "stay"
    ? [stayLine(installedOf(request, question))]
    : decidedPackages(NAMING, answer).map(lineOf);
}

function lineOf({ sha1, name, size }: FeedPackage): string {
  return `${sha1.toUpperCase()} ${name} ${size}`;
}

/** What is installed, whose version alone the updater looks at; it downloads nothing that it does not take for newer. */
function stayLine(installed: RunningVersion | null): string {
  const version = installed === null || isUnreadable(installed) ? null : readableSpelling(installed);
  return `${"0".repeat(40)} NoUpdate-${version ?? "0.0.0.0"}-full.nupkg 1`;
}
