import { asRelease } from "../catalog/app-version.ts";
import type { Build } from "../catalog/build.ts";
import type { Calendar } from "../catalog/calendar.ts";
import { isOut, type Release } from "../catalog/release.ts";
import { isSameAs, isUnreadable } from "../catalog/running-version.ts";
import { buildFor } from "../catalog/updater-needs.ts";
import type { Companion } from "../catalog/updaters.ts";
import { err, ok, type Refusal, type Result } from "../result.ts";
import { type Attributes, appcastReply, formatAppcast } from "./appcast.ts";
import { appcastTarget, isCriticalIn, OCTETS } from "./appcast-target.ts";
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
} from "./feed.ts";
import { isOrganizationLost } from "./feed-path.ts";
import { announcedVersion } from "./spelling.ts";
import { inThreeOrMore } from "./system-version.ts";

const FILE = "appcast.xml";
/** What apps ask for that refuse every feed that the developer has not signed (`SURequireSignedFeed`). */
const SIGNED_FILE = "signed-appcast.xml";

/** What apps say beside `osVersion` that send the profile of the system (`SUEnableSystemProfiling`). */
const SYSTEM_PROFILE = [
  "appName",
  "appVersion",
  "cpu64bit",
  "cpuFreqMHz",
  "cpusubtype",
  "cputype",
  "lang",
  "model",
  "ncpu",
  "ramMB",
] as const;

interface SparkleQuestion extends FeedQuestion {
  /** Whether the app takes only feeds that the developer signed. */
  readonly mustBeSigned: boolean;
}

/**
 * The protocol of Sparkle: an appcast with exactly one release, or with none. Sparkle compares by itself and never goes
 * down, so it may leave out what runs. The version in its User-Agent is not read: that is the one for people
 * (CFBundleShortVersionString), which may be any text and need not be the one that Sparkle compares (CFBundleVersion).
 * Rollouts stay with the decision (R18): `phasedRolloutInterval` in the feed would delay installations a second time.
 */
export const SPARKLE: Feed<SparkleQuestion> = {
  name: "sparkle",
  updaters: "Sparkle 2 (macOS)",
  routes: [
    {
      method: "GET",
      files: [FILE, SIGNED_FILE],
      operationId: "getSparkleFeed",
      summary: "The same decision for Sparkle: an appcast with one release, or with none",
      alsoReads: ["installation", "installedAt", "format", "manual"],
      ownQuery: SYSTEM_PROFILE,
      contentTypes: ["application/rss+xml"],
    },
  ],
  noUpdate: "an appcast without a release; the developer's own signed one, if the vendor gave it",
  runningFrom: "address",
  withoutVersion: "newest",
  comparesSystem: "both",
  spelling: "dotted",
  announces: announcedToSparkle,
  releases: ({ mustBeSigned }, calendar) => (mustBeSigned ? signedAlone(calendar) : calendar),
  read: readSparkleRequest,
  write: writeSparkle,
};

function readSparkleRequest(request: FeedRequest, calendar: Calendar): Result<SparkleQuestion, Refusal> {
  const { organization, file, said } = request;
  const isFile = file === FILE || file === SIGNED_FILE;
  if (!isFile || isOrganizationLost(organization)) return err(NO_SUCH_FEED_FILE);
  const { arch, ...self } = readSelfDescription(said);
  return ok({
    ...self,
    organization,
    mustBeSigned: file === SIGNED_FILE,
    installation: arch === OTHER ? null : self.installation,
    target: appcastTarget("sparkle", "mac", { arch, format: said.format }, calendar),
  });
}

/** What Sparkle compares: CFBundleVersion. */
function announcedToSparkle(release: Release, build: Build): string {
  return build.updaters.sparkle?.bundleVersion ?? announcedVersion("dotted", release, build);
}

const SIGNED_ALONE = new WeakMap<Calendar, Calendar>();

/** The calendar for apps that take only signed feeds: a build without one counts as one without a signature. */
function signedAlone(calendar: Calendar): Calendar {
  const known = SIGNED_ALONE.get(calendar);
  if (known) return known;
  const signed = calendar.map((entry) => ({ ...entry, builds: entry.builds.map(withoutUnsigned) }));
  SIGNED_ALONE.set(calendar, signed);
  return signed;
}

function withoutUnsigned(build: Build): Build {
  const { sparkle, ...others } = build.updaters;
  return sparkle === undefined || sparkle.signedItem !== undefined ? build : { ...build, updaters: others };
}

/** What the developer signed is sent as it is, because any other byte would spoil the signature. */
function writeSparkle(answer: FeedAnswer<SparkleQuestion>): Reply {
  const { verdict } = answer;
  if (verdict.action === "stay") {
    const { emptyAppcast } = answer.product.updaters.sparkle ?? {};
    return appcastReply(emptyAppcast ?? signedItemOfRunning(answer) ?? formatAppcast(null));
  }
  return appcastReply(verdict.build.updaters.sparkle?.signedItem ?? formatUpdate(answer, verdict));
}

/** For an app that takes only signed feeds where the vendor gave none without a release: that of what runs, which it has. */
function signedItemOfRunning({ question, calendar, at }: FeedAnswer<SparkleQuestion>): string | undefined {
  const { mustBeSigned, target } = question;
  const running = asRelease(question.running, target, calendar);
  if (!mustBeSigned || running === null || isUnreadable(running)) return undefined;
  const entry = calendar.find(({ release }) => isSameAs(release.version, running));
  if (!entry || !isOut(entry.release, at)) return undefined;
  return buildFor(target, entry.builds)?.updaters.sparkle?.signedItem;
}

function formatUpdate({ verdict, request: { origin } }: FeedAnswer, { release, build }: Updated): string {
  const { sparkle = {} } = build.updaters;
  const { minimumOsVersion: least, maximumOsVersion: most } = build;
  const version = announcedToSparkle(release, build);
  return formatAppcast({
    version,
    shortVersion: sparkle.shortVersion ?? announcedVersion("dotted", release, build),
    publishedAt: release.automaticAt,
    notes: release.notes === "" ? null : { text: release.notes, format: "plain-text" },
    isCritical: isCriticalIn(verdict),
    minimumSystemVersion: sparkle.minimumSystemVersion ?? (least ? inThreeOrMore(least) : undefined),
    others: {
      "sparkle:maximumSystemVersion":
        sparkle.maximumSystemVersion ?? (most ? inThreeOrMore(most) : undefined),
      "sparkle:minimumAutoupdateVersion": sparkle.minimumAutoupdateVersion,
      "sparkle:hardwareRequirements": sparkle.hardwareRequirements,
    },
    enclosures: [
      {
        url: fileUrl(build, origin),
        length: String(build.size),
        type: OCTETS,
        "sparkle:edSignature": sparkle.edSignature,
        "sparkle:installationType":
          sparkle.installationType ?? (build.format === "pkg" ? "package" : undefined),
      },
    ],
    deltas: onePerVersion(build.companions).map((delta) => toDelta(delta, origin)),
  });
}

type Updated = Extract<FeedAnswer["verdict"], { action: "update" }>;

/** The deltas that Sparkle can verify, the newest from each version. */
function onePerVersion(companions: readonly Companion[]): readonly Companion[] {
  const usable = companions.filter(
    ({ kind, from, edSignature }) => kind === "delta" && from !== null && edSignature !== null,
  );
  return usable.filter(({ from }, index) => usable.findIndex((one) => one.from === from) === index);
}

function toDelta({ fileName, sha256, size, from, edSignature }: Companion, origin: string): Attributes {
  return {
    url: fileUrl({ url: null, sha256, fileName }, origin),
    "sparkle:deltaFrom": from ?? undefined,
    length: String(size),
    type: OCTETS,
    "sparkle:edSignature": edSignature ?? undefined,
  };
}
