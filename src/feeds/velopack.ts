import type { Build } from "../catalog/build.ts";
import type { Calendar } from "../catalog/calendar.ts";
import type { Platform, Target } from "../catalog/platform.ts";
import type { Release } from "../catalog/release.ts";
import { formatSemver, isUnreadable, NOT_SAID, parseRunningVersion } from "../catalog/running-version.ts";
import { targetOf } from "../catalog/updater-needs.ts";
import {
  calendarOfChannel,
  isKnownChannel,
  platformOfChannel,
  readChannel,
  type VelopackChannel,
} from "../catalog/velopack-channel.ts";
import { err, ok, type Refusal, type Result } from "../result.ts";
import { decidedPackages, localVersionOf } from "./decided-packages.ts";
import {
  type Feed,
  type FeedQuestion,
  type FeedRequest,
  OTHER,
  type Reply,
  readSelfDescription,
  readText,
} from "./feed.ts";
import type { FeedSurroundings } from "./feed-surroundings.ts";
import { type FeedPackage, type PackageNaming, packagesOf, replyForPackage } from "./packages.ts";
import { targetOfArch } from "./target-of-arch.ts";

/** A question of Velopack, which asks for its channel. */
interface VelopackQuestion extends FeedQuestion {
  readonly channel: VelopackChannel;
}

/**
 * The protocol of Velopack. It takes the highest whole package of a list, goes down if its app allows that, and takes a
 * missing file for an error.
 */
export const VELOPACK: Feed<VelopackQuestion> = {
  name: "velopack",
  updaters: "Velopack (all languages)",
  routes: [
    {
      method: "GET",
      files: [
        "releases.win.json",
        "releases.osx.json",
        "releases.linux.json",
        "App-46.10.1-38083-full.nupkg",
      ],
      operationId: "getVelopackFeed",
      summary:
        "The same decision for Velopack: releases.{channel}.json, and the packages that it names (302)",
      alsoReads: ["installation", "platform"],
      ownQuery: ["id", "localVersion", "stagingId", "os", "rid"],
      contentTypes: ["application/json"],
      otherStatuses: [302],
    },
  ],
  noUpdate: 'a list without packages: `{"Assets":[]}`',
  runningFrom: "updater",
  withoutVersion: "stays",
  comparesSystem: "never",
  spelling: "semver",
  announces: versionOf,
  releases: ({ channel }, calendar) => calendarOfChannel(channel, calendar),
  read: readRequest,
  write: (answer) => ({
    status: 200,
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify({ Assets: decidedPackages(NAMING, answer).map(toAsset) }),
  }),
};

const NAMING: PackageNaming = {
  updater: "velopack",
  versionOf,
  // A build of a channel of its own has that in its name, as the updater's tool writes it, so that no two channels share one.
  nameOf({ fileName, packageId, version, kind, build }) {
    const { channel } = build.updaters.velopack ?? {};
    const ending = channel === undefined ? "" : `-${channel.toLowerCase()}`;
    const isPlain =
      /^[\w.+-]+\.nupkg$/i.test(fileName) && fileName.toLowerCase().includes(`${ending}-${kind}.`);
    return isPlain ? fileName : `${packageId}-${version}${ending}-${kind}.nupkg`;
  },
};

/** The version of the package, as it was said for this updater or the app calls itself, else that of the release. */
function versionOf({ version }: Release, { appVersion, updaters }: Build): string {
  if (updaters.velopack?.version !== undefined) return updaters.velopack.version;
  const said = appVersion === null ? null : parseRunningVersion(appVersion);
  return formatSemver(said === null || isUnreadable(said) ? version : said);
}

const FEED_FILE = /^releases\.(.+)\.json$/i;

/**
 * Reads a question, or a request for a package. The channel says the platform and perhaps the architecture. R5: this
 * updater goes back to an older version if its app allows that, so without the version that runs nothing can be offered.
 */
function readRequest(
  request: FeedRequest,
  calendar: Calendar,
  { at }: FeedSurroundings,
): Result<VelopackQuestion, Refusal | Reply> {
  const { organization, file, said } = request;
  const name = FEED_FILE.exec(file)?.[1];
  const { arch, ...self } = readSelfDescription({
    ...said,
    arch: typeof said.arch === "string" ? said.arch.toLowerCase() : said.arch,
    version: said.version ?? localVersionOf(said),
  });
  if (name === undefined) {
    const asker = { platform: platformOf(said.platform), arch: arch === OTHER ? null : arch };
    return err(replyForPackage(packagesOf(NAMING, calendar), request, asker, at));
  }
  const channel = readChannel(name);
  const asked = { channel, platform: platformOf(said.platform) ?? platformOf(said.os), arch };
  const target = targetFor(asked, calendar);
  const installation = target.formats?.length === 0 ? null : self.installation;
  return ok({ ...self, installation, running: self.running ?? NOT_SAID, organization, channel, target });
}

interface AskedTarget {
  readonly channel: VelopackChannel;
  readonly platform: Platform | null;
  readonly arch: Target["arch"] | typeof OTHER | null;
}

/** R27: the target, without any format for a channel, a platform or an architecture that there are no builds of. */
function targetFor({ channel, platform: said, arch: saidArch }: AskedTarget, calendar: Calendar): Target {
  const platform = platformOfChannel(channel, calendar) ?? said;
  const arch = channel.arch ?? saidArch;
  if (platform === null || arch === OTHER || !isKnownChannel(channel, calendar)) {
    return { platform: platform ?? "win", arch: "x64", formats: [], updater: "velopack" };
  }
  const x64 = targetOf("velopack", platform, "x64");
  return targetOfArch(x64, arch, calendarOfChannel(channel, calendar));
}

function platformOf(said: FeedRequest["said"][string]): Platform | null {
  const text = readText(said);
  return text === null ? null : readChannel(text).platform;
}

/** A package as the updater reads it. */
function toAsset({ packageId, version, kind, name, sha1, sha256, size, release }: FeedPackage) {
  return {
    PackageId: packageId,
    Version: version,
    Type: kind === "full" ? "Full" : "Delta",
    FileName: name,
    SHA1: sha1.toUpperCase(),
    ...(sha256 !== null && { SHA256: sha256.toUpperCase() }),
    Size: size,
    NotesMarkdown: release.notes,
  };
}
