import type { Build } from "../catalog/build.ts";
import type { Calendar } from "../catalog/calendar.ts";
import { ARCHITECTURES } from "../catalog/platform.ts";
import { buildFor, UPDATER_NEEDS } from "../catalog/updater-needs.ts";
import { err, ok, type Refusal, type Result } from "../result.ts";
import { type Attributes, appcastReply, formatAppcast } from "./appcast.ts";
import { appcastTarget, isCriticalIn, OCTETS } from "./appcast-target.ts";
import { buildsBeside } from "./builds-beside.ts";
import {
  type Feed,
  type FeedAnswer,
  type FeedQuestion,
  type FeedRequest,
  fileUrl,
  NO_SUCH_FEED_FILE,
  OTHER,
  readSelfDescription,
} from "./feed.ts";
import { isOrganizationLost } from "./feed-path.ts";
import { announcedVersion } from "./spelling.ts";
import { cutToThree } from "./system-version.ts";

const FILE = "appcast.xml";

interface WinSparkleQuestion extends FeedQuestion {
  readonly saysArch: boolean;
}

/**
 * The protocol of WinSparkle: the appcast of Sparkle, without its channels, rollouts and deltas, which WinSparkle does not
 * know. It compares by itself, never goes down, and passes over a file of another architecture than its own.
 */
export const WINSPARKLE: Feed<WinSparkleQuestion> = {
  name: "winsparkle",
  updaters: "WinSparkle (Windows)",
  routes: [
    {
      method: "GET",
      files: [FILE],
      operationId: "getWinSparkleFeed",
      summary: "The same decision for WinSparkle: an appcast with one release, or with none",
      alsoReads: ["installation", "installedAt", "format", "manual"],
      contentTypes: ["application/rss+xml"],
    },
  ],
  noUpdate: "an appcast without a release",
  runningFrom: "address",
  withoutVersion: "newest",
  comparesSystem: "minimum",
  spelling: "dotted",
  read: readWinSparkleRequest,
  write: (answer) =>
    appcastReply(
      answer.verdict.action === "stay" ? formatAppcast(null) : formatUpdate(answer, answer.verdict),
    ),
};

function readWinSparkleRequest(
  request: FeedRequest,
  calendar: Calendar,
): Result<WinSparkleQuestion, Refusal> {
  const { organization, file, said } = request;
  if (file !== FILE || isOrganizationLost(organization)) return err(NO_SUCH_FEED_FILE);
  const { arch, ...self } = readSelfDescription(said);
  return ok({
    ...self,
    organization,
    saysArch: arch !== null,
    installation: arch === OTHER ? null : self.installation,
    target: appcastTarget("winsparkle", "win", { arch, format: said.format }, calendar),
  });
}

type Updated = Extract<FeedAnswer["verdict"], { action: "update" }>;

function formatUpdate(answer: FeedAnswer<WinSparkleQuestion>, { release, build }: Updated): string {
  const version = announcedVersion("dotted", release, build);
  return formatAppcast({
    version,
    shortVersion: version,
    publishedAt: release.automaticAt,
    notes: release.notes === "" ? null : { text: toHtml(release.notes) },
    isCritical: isCriticalIn(answer.verdict),
    minimumSystemVersion: minimumSystemOf(build),
    enclosures: filesOf(answer, build).map((one) => toEnclosure(one, answer.request.origin)),
  });
}

/**
 * The decided build and, for an app that does not say its architecture, that of the other one, from which WinSparkle takes
 * its own. All that stands beside the files must be true of both.
 */
function filesOf({ question, calendar, at }: FeedAnswer<WinSparkleQuestion>, build: Build): readonly Build[] {
  const { target, saysArch } = question;
  const entry = calendar.find(({ release }) => release.id === build.releaseId);
  if (saysArch || !entry) return [build];
  const others = ARCHITECTURES.filter((arch) => arch !== build.arch)
    .map((arch) => ({ ...target, arch }))
    .map((other) => buildFor(other, buildsBeside(entry, other, question, at)))
    .filter((one) => one !== null)
    .filter(UPDATER_NEEDS.winsparkle.isMetBy)
    .filter((one) => one.appVersion === build.appVersion && minimumSystemOf(one) === minimumSystemOf(build));
  return [build, ...others];
}

/** R32: as the developer gave it or, if not, by the systems of the build; WinSparkle reads three numbers. */
function minimumSystemOf({ updaters: { winsparkle }, minimumOsVersion: least }: Build): string | undefined {
  return winsparkle?.minimumSystemVersion ?? (least ? cutToThree(least) : undefined);
}

function toEnclosure(build: Build, origin: string): Attributes {
  const { winsparkle = {} } = build.updaters;
  return {
    url: fileUrl(build, origin),
    length: String(build.size),
    type: OCTETS,
    "sparkle:os": `windows-${build.arch}`,
    "sparkle:edSignature": winsparkle.edSignature,
    "sparkle:dsaSignature": winsparkle.dsaSignature,
    "sparkle:installerArguments": winsparkle.installerArguments,
  };
}

/** WinSparkle shows notes as a web page: a text that looks the same there. */
function toHtml(notes: string): string {
  const escaped = notes.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return escaped.replaceAll(/\r?\n/g, "<br>\n");
}
