import type { Build } from "../catalog/build.ts";
import type { Calendar } from "../catalog/calendar.ts";
import { ARCHITECTURES } from "../catalog/platform.ts";
import { buildFor, UPDATER_NEEDS } from "../catalog/updater-needs.ts";
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
  readSelfDescription,
} from "./feed.ts";
import { isOrganizationLost } from "./feed-path.ts";
import { announcedVersion } from "./spelling.ts";

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
      query: ["user", "installation", "installedAt", "arch", "format", "version", "manual"],
      contentTypes: ["application/rss+xml"],
    },
  ],
  noUpdate: "an appcast without a release",
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
    minimumSystemVersion: build.updaters.winsparkle?.minimumSystemVersion,
    enclosures: filesOf(answer, build).map((one) => toEnclosure(one, answer.request.origin)),
  });
}

/**
 * The decided build and, for an app that does not say its architecture, that of the other one, from which WinSparkle takes
 * its own. All that stands beside the files must be true of both.
 */
function filesOf({ question, calendar }: FeedAnswer<WinSparkleQuestion>, build: Build): readonly Build[] {
  const { target, saysArch } = question;
  if (saysArch) return [build];
  const builds = calendar.find(({ release }) => release.id === build.releaseId)?.builds ?? [];
  const others = ARCHITECTURES.filter((arch) => arch !== build.arch)
    .map((arch) => buildFor({ ...target, arch }, builds))
    .filter((one) => one !== null)
    .filter(UPDATER_NEEDS.winsparkle.isMetBy)
    .filter(
      ({ appVersion, updaters: { winsparkle } }) =>
        appVersion === build.appVersion &&
        winsparkle?.minimumSystemVersion === build.updaters.winsparkle?.minimumSystemVersion,
    );
  return [build, ...others];
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
