import { asRelease } from "../catalog/app-version.ts";
import type { Calendar } from "../catalog/calendar.ts";
import { isSameAs, isUnreadable, parseRunningVersion } from "../catalog/running-version.ts";
import { targetOf } from "../catalog/updater-needs.ts";
import type { Companion } from "../catalog/updaters.ts";
import { err, type Refusal, type Result } from "../result.ts";
import {
  type Feed,
  type FeedAnswer,
  type FeedQuestion,
  type FeedRequest,
  fileUrl,
  NO_SUCH_FEED_FILE,
  readText,
} from "./feed.ts";
import {
  NO_CONTENT,
  readWithVersion,
  type SquirrelUpdate,
  toJsonReply,
  toSquirrelUpdate,
} from "./squirrel-json.ts";

/** The file of an app that sets `serverType: "json"`. */
const JSON_FILE = "releases.json";

/**
 * The protocol of Squirrel.Mac, which Electron's autoUpdater uses on macOS. Asked at the address itself, it installs
 * whatever it is given, the same and older versions too; asked for `releases.json`, it compares by itself.
 */
export const SQUIRREL_MAC: Feed = {
  name: "squirrel-mac",
  updaters: "Squirrel.Mac (Electron's autoUpdater, also with `serverType: 'json'`)",
  routes: [
    {
      method: "GET",
      files: [],
      operationId: "getSquirrelMacFeed",
      summary: "The same decision for Squirrel.Mac: the update, or 204",
      alsoReads: ["installation", "installedAt", "manual"],
      contentTypes: ["application/json"],
      otherStatuses: [204],
    },
    {
      method: "GET",
      files: [JSON_FILE],
      operationId: "getSquirrelMacReleases",
      summary: "The same decision for Squirrel.Mac with serverType json",
      alsoReads: ["installation", "installedAt", "manual"],
      contentTypes: ["application/json"],
    },
  ],
  noUpdate: "204 without content; in `releases.json`, the version that runs (or `0`) as `currentRelease`",
  runningFrom: "address",
  withoutVersion: "stays",
  comparesSystem: "never",
  spelling: "dotted",
  read: readRequest,
  write(answer) {
    const update = toUpdate(answer);
    if (answer.request.file !== "") return toJsonReply(toReleases(update, answer.request));
    return update === null ? NO_CONTENT : toJsonReply(update);
  },
};

function readRequest(request: FeedRequest, calendar: Calendar): Result<FeedQuestion, Refusal> {
  const isKnownFile = request.file === "" || request.file.toLowerCase() === JSON_FILE;
  return isKnownFile
    ? readWithVersion(request, targetOf("squirrel-mac", "mac", "x64"), calendar)
    : err(NO_SUCH_FEED_FILE);
}

/** An update with what newer versions of the updater verify by. */
interface Update extends SquirrelUpdate {
  /** Lower-case hex; left out if it is not known. */
  readonly sha256?: string;
  /** In bytes. */
  readonly size: number;
  readonly delta?: ReturnType<typeof toDelta>;
}

/** The update, or null for "stay". */
function toUpdate(answer: FeedAnswer): Update | null {
  const { verdict, request } = answer;
  const { origin } = request;
  if (verdict.action === "stay") return null;
  const { sha256, size, companions } = verdict.build;
  const delta = companions.find((companion) => beginsWithWhatRuns(companion, answer));
  return {
    ...toSquirrelUpdate(verdict.release, verdict.build, origin),
    ...(sha256 !== null && { sha256 }),
    size,
    ...(delta && { delta: toDelta(delta, origin) }),
  };
}

/** A difference from the one version that it begins with; the updater looks whether that runs, by its CFBundleVersion. */
function toDelta({ from, sha256, size, fileName }: Companion, origin: string) {
  return { from_version: from, url: fileUrl({ url: null, sha256, fileName }, origin), sha256, size };
}

function beginsWithWhatRuns(
  { kind, from }: Companion,
  { question: { running, target }, calendar }: FeedAnswer,
): boolean {
  if (kind !== "delta" || from === null || running === null || isUnreadable(running)) return false;
  const release = asRelease(running, target, calendar);
  if (!("parts" in release)) return false;
  const builds = calendar.find((entry) => isSameAs(entry.release.version, release))?.builds ?? [];
  if (builds.some(({ updaters }) => updaters.sparkle?.bundleVersion === from)) return true;
  const start = asRelease(parseRunningVersion(from), target, calendar);
  return !isUnreadable(start) && isSameAs(release, start);
}

/** The list of `serverType: "json"`. The app compares `currentRelease` with its own version, text by text. */
function toReleases(update: Update | null, { said }: FeedRequest) {
  if (update === null) return { currentRelease: readText(said.version) ?? "0", releases: [] };
  return { currentRelease: update.version, releases: [{ version: update.version, updateTo: update }] };
}
