import { XMLBuilder } from "fast-xml-parser";
import type { Build } from "../catalog/build.ts";
import type { Calendar } from "../catalog/calendar.ts";
import { compareNumbers } from "../catalog/number-order.ts";
import type { Target } from "../catalog/platform.ts";
import { formatRunningVersion } from "../catalog/running-version.ts";
import { targetOf, UPDATER_NEEDS } from "../catalog/updater-needs.ts";
import type { UpdaterDetails } from "../catalog/updaters.ts";
import type { Instant } from "../instant.ts";
import { err, ok, type Refusal, type Result } from "../result.ts";
import {
  type Feed,
  type FeedAnswer,
  type FeedQuestion,
  type FeedRequest,
  fileUrl,
  likelyArch,
  NO_SUCH_FEED_FILE,
  OTHER,
  type Reply,
  readFormat,
  readSelfDescription,
} from "./feed.ts";
import { isOrganizationLost } from "./feed-path.ts";
import { runningBuild } from "./running-build.ts";

interface AppInstallerQuestion extends FeedQuestion {
  readonly target: AppInstallerTarget;
}

type AppInstallerTarget = Target & { readonly updater: "appinstaller" };

const FILE = /^[\w.-]+\.appinstaller$/i;

/**
 * The protocol of Windows' App Installer for MSIX packages. Windows asks the address in `Uri` again and again, so that is
 * the address that was asked, and the version in it is the one that was installed first. Windows compares by itself and
 * never goes down unless the file allows it, which this one never does (R5).
 */
export const APP_INSTALLER: Feed<AppInstallerQuestion> = {
  name: "appinstaller",
  updaters: "App Installer (MSIX)",
  routes: [
    {
      method: "GET",
      files: ["App.appinstaller"],
      operationId: "getAppInstallerFile",
      summary: "The same decision for App Installer: a file that names the decided MSIX package",
      alsoReads: ["installation", "installedAt", "format", "manual"],
      contentTypes: ["application/appinstaller"],
    },
  ],
  noUpdate:
    "a file that names the package that runs, if it is certain which one that is, or else version 0.0.0.1; a missing file is an error",
  runningFrom: "first_address",
  withoutVersion: "newest",
  comparesSystem: "never",
  spelling: "dotted",
  repeatsAddress: true,
  read: readAppInstallerRequest,
  write: writeAppInstaller,
};

function readAppInstallerRequest(
  { organization, file, said }: FeedRequest,
  calendar: Calendar,
): Result<AppInstallerQuestion, Refusal> {
  if (isOrganizationLost(organization) || !FILE.test(file)) return err(NO_SUCH_FEED_FILE);
  const { arch, ...self } = readSelfDescription(said);
  const isOther = arch === OTHER;
  return ok({
    ...self,
    organization,
    installation: isOther ? null : self.installation,
    target: toTarget(arch, readFormat("appinstaller", "win", said.format), calendar),
  });
}

/** The target: of no format at all for another architecture or format than there can be builds of (R27). */
function toTarget(
  arch: ReturnType<typeof readSelfDescription>["arch"],
  format: ReturnType<typeof readFormat>,
  calendar: Calendar,
): AppInstallerTarget {
  const x64 = targetOf("appinstaller", "win", "x64");
  if (arch === OTHER || format === OTHER) return { ...x64, formats: [] };
  const asked = format === null ? x64 : { ...x64, formats: [format] };
  return { ...asked, arch: arch ?? likelyArch(asked, calendar) };
}

/** What the file says of a package, and where that is. */
interface NamedPackage {
  readonly identity: UpdaterDetails["msix"];
  readonly isBundle: boolean;
  readonly architecture: string;
  readonly uri: string;
}

function writeAppInstaller(answer: FeedAnswer<AppInstallerQuestion>): Reply {
  const { request } = answer;
  const { origin } = request;
  const named = packageOf(answer);
  if (named === null) return NOTHING_TO_NAME;
  const headers = { "content-type": "application/appinstaller", "accept-ranges": "bytes" };
  return { status: 200, headers, body: padded(toXml(named, origin + request.path + request.query)) };
}

/** Where no package of the vendor is known there is nothing that a file could name. */
const NOTHING_TO_NAME: Reply = {
  status: 404,
  headers: { "content-type": "text/plain; charset=utf-8" },
  body: "No MSIX package is known for this address.\n",
};

function packageOf({
  verdict,
  question,
  request: { origin },
  calendar,
  at,
}: FeedAnswer<AppInstallerQuestion>): NamedPackage | null {
  const build = verdict.action === "update" ? verdict.build : packageThatRuns(question, calendar, at);
  if (build) return toPackage(build, fileUrl(build, origin));
  const any = anyPackage(question.target, calendar);
  return any && { ...any, identity: { ...any.identity, version: LOWEST }, uri: `${origin}/no-update.msix` };
}

/** The package that runs, unless Windows could take it for newer than what the address says. */
function packageThatRuns(
  { running, target }: AppInstallerQuestion,
  calendar: Calendar,
  at: Instant,
): Build | null {
  const build = runningBuild(running, target, calendar, at);
  const version = build?.updaters.msix?.version;
  if (version === undefined || running === null) return null;
  return compareNumbers(version, formatRunningVersion(running)) <= 0 ? build : null;
}

/** A version that is lower than that of every package. */
const LOWEST = "0.0.0.1";

/**
 * The newest package for an architecture or, without one, for any: its identity is that of the app. It stands for one that
 * runs on every machine, as Windows refuses what is for another one.
 */
function anyPackage({ arch }: Target, calendar: Calendar): NamedPackage | null {
  const builds = calendar.flatMap((entry) => entry.builds.filter(UPDATER_NEEDS.appinstaller.isMetBy));
  const build = builds.find((one) => one.arch === arch) ?? builds[0];
  const found = build ? toPackage(build, "") : null;
  return found && { ...found, architecture: "neutral" };
}

function toPackage({ updaters: { msix }, fileName, arch }: Build, uri: string): NamedPackage | null {
  if (!msix) return null;
  const isBundle = fileName.toLowerCase().endsWith("bundle");
  return { identity: msix, isBundle, architecture: msix.architecture ?? arch, uri };
}

const SCHEMA = "http://schemas.microsoft.com/appx/appinstaller/2017/2";
const XML = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  format: true,
  suppressEmptyNode: true,
});

/** The XML of the file. Without ForceUpdateFromAnyVersion, with which Windows would go down. */
function toXml({ identity, isBundle, architecture, uri }: NamedPackage, address: string): string {
  const { name, publisher, version } = identity;
  const main = { "@Name": name, "@Publisher": publisher, "@Version": version };
  const named = isBundle
    ? { MainBundle: { ...main, "@Uri": uri } }
    : { MainPackage: { ...main, "@ProcessorArchitecture": architecture, "@Uri": uri } };
  return XML.build({
    "?xml": { "@version": "1.0", "@encoding": "utf-8" },
    AppInstaller: {
      "@xmlns": SCHEMA,
      "@Version": version,
      "@Uri": address,
      ...named,
      UpdateSettings: { OnLaunch: { "@HoursBetweenUpdateChecks": "8" }, AutomaticBackgroundTask: "" },
    },
  });
}

const LENGTH = 4096;
const COMMENT = ["<!--", "-->\n"] as const;

/**
 * Fills the file up with a comment to a multiple of 4096 bytes: Delivery Optimization of Windows remembers how long the
 * file was, asks for as many bytes again, and would cut a longer one.
 */
function padded(xml: string): string {
  const length = new TextEncoder().encode(xml).length + COMMENT.join("").length;
  const missing = Math.ceil(length / LENGTH) * LENGTH - length;
  return xml + COMMENT.join(" ".repeat(missing));
}
