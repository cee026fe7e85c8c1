import { type Build, buildPath, buildsFor } from "../catalog/build.ts";
import type { Calendar } from "../catalog/calendar.ts";
import { readOsVersion } from "../catalog/os-version.ts";
import {
  ARCHITECTURES,
  type Architecture,
  isFormatOf,
  type PackageFormat,
  type Platform,
  type Target,
} from "../catalog/platform.ts";
import type { Product } from "../catalog/product.ts";
import type { Release } from "../catalog/release.ts";
import {
  MOST_VERSION_CHARACTERS,
  parseRunningVersion,
  type RunningVersion,
} from "../catalog/running-version.ts";
import type { FeedKeys, KeyPurpose } from "../catalog/updater-key.ts";
import { targetOf } from "../catalog/updater-needs.ts";
import type { Updater } from "../catalog/updaters.ts";
import { type Instant, parseInstant } from "../instant.ts";
import type { Question } from "../policy/judge.ts";
import type { PresentVerdict } from "../policy/verdict.ts";
import { type Refusal, type Result, refuse } from "../result.ts";
import type { FeedRoute } from "./feed-route.ts";
import type { FeedSurroundings } from "./feed-surroundings.ts";
import type { Spelling } from "./spelling.ts";

/** The most characters of an id that an installation sends, or of the tag of an enrolment key, in a check or to a feed. */
export const CHECK_LIMITS = { organization: 400, user: 400, installation: 200, key: 200 } as const;

/**
 * What may stand as pairs in the path, `/feeds/{protocol}/{organization}/{key}/{value}/…/{file}`, for updaters that lose the
 * query. A pair takes precedence over the query.
 */
export const PATH_PAIRS = [
  "user",
  "installation",
  "version",
  "platform",
  "arch",
  "format",
  "channel",
  "osVersion",
  "managed",
  "reports",
  "key",
] as const;

/** The value of a parameter: a list if it was given more than once, undefined if not at all. */
export type SaidText = string | readonly string[] | undefined;

/** A request from an updater. */
export interface FeedRequest {
  readonly method: "GET" | "POST";
  /** The id as it was sent; an unknown organization gets the vendor default (R21). */
  readonly organization: string;
  /** What stands behind the pairs of the path, decoded; "" if nothing does. */
  readonly file: string;
  /** The parameters of the query and the pairs of the path, which take precedence. */
  readonly said: Readonly<Record<string, SaidText>>;
  /** The path as it was asked, from the root of the server on, without the query. */
  readonly path: string;
  /** The query as it was sent, with its question mark; "" if there is none. */
  readonly query: string;
  /** How the client reaches this server, for protocols that need absolute addresses; without a slash at its end. */
  readonly origin: string;
  /** Those headers that the protocol reads, by lower-case name. */
  readonly headers: Readonly<Record<string, SaidText>>;
  /** The bytes of a POST, or undefined if there are none. */
  readonly body: Uint8Array | undefined;
}

/** An HTTP answer: header names are lower-case, and the body is "" if there is none. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** What a request for a file that the protocol does not have is refused with. */
export const NO_SUCH_FEED_FILE = refuse(
  "not_found",
  "There is no such feed file, or it is not yours to see; /docs has the addresses of each feed.",
);

/** The whole address of a file, for protocols that need one. */
export function fileUrl(file: Parameters<typeof buildPath>[0], origin: string): string {
  return file.url ?? origin + buildPath(file);
}

/** Leads to the bytes of a file. The address may be that of the host which the request named, and so is for no other one. */
export function redirectToFile(file: Parameters<typeof buildPath>[0], origin: string): Reply {
  const headers = { location: fileUrl(file, origin), "cache-control": "no-store" };
  return { status: 302, headers, body: "" };
}

/** An updater's question. A protocol adds what its answer must repeat. */
export interface FeedQuestion extends Omit<Question, "at"> {
  /** The id as it was sent; an unknown organization gets the vendor default (R21). */
  readonly organization: string;
  readonly user: string | null;
  /**
   * Whether the address names a user, a date of installation or a person who asks by hand, so that the answer must not be
   * shared. Where the installation is named decides beside it.
   */
  readonly isPersonal: boolean;
  /** More questions that the same answer tells of: other kinds of computers, other apps. They are not counted. */
  readonly others?: readonly FeedQuestion[];
}

/** A decision with everything that an answer can be written from. */
export interface FeedAnswer<Asked extends FeedQuestion = FeedQuestion> {
  readonly verdict: PresentVerdict;
  /** The verdicts of {@link FeedQuestion.others}, in their order. */
  readonly others: readonly PresentVerdict[];
  readonly question: Asked;
  readonly request: FeedRequest;
  /** The calendar of the decision. */
  readonly calendar: Calendar;
  /** The instant of the decision. */
  readonly at: Instant;
  /** What the vendor says of its apps. */
  readonly product: Product;
  /** The keys of {@link Feed.signsWith}, the one that signs first; none if the protocol signs nothing. */
  readonly keys: FeedKeys;
  /** R16: after how many seconds to ask again, with some chance in it; a protocol that says it is no GET. */
  readonly nextCheckSeconds: number;
}

/**
 * The protocol of an updater: how it asks and how it is answered. Everything else is the same for all protocols and is
 * in `updates/answer-feed.ts`. A protocol decides nothing: it reads a question and writes a given verdict. What its
 * updaters need of a build is in `catalog/updater-needs.ts`.
 */
export interface Feed<Asked extends FeedQuestion = FeedQuestion> {
  /** The part of the address after /feeds/. */
  readonly name: Updater;
  /** The updaters that use it, by the names that people know. */
  readonly updaters: string;
  readonly routes: readonly FeedRoute[];
  /** How it says "no update", for the documentation; to many updaters a missing file is an error. */
  readonly noUpdate: string;
  /** The purpose of the key with which this server signs its answers; left out if it signs nothing. */
  readonly signsWith?: KeyPurpose;
  /** Whether it answers with the roots of TUF. */
  readonly readsRoots?: true;
  /**
   * R28 to R30: by what it is known which version runs: the updater says it; the app writes it into the address each time;
   * or the address stays as it was at the first installation.
   */
  readonly runningFrom: "updater" | "address" | "first_address";
  /** What happens where that is not said: the app stays, or is offered the newest release directly. */
  readonly withoutVersion: "stays" | "newest";
  /** R32: which of the systems of a build that the feed says its updaters compare with their own, or leave to the app. */
  readonly comparesSystem: "never" | "minimum" | "both" | "by_app";
  /** How its updaters read and compare versions; see `spelling.ts`. */
  readonly spelling: Spelling;
  /** How a release is announced, where that is not `announcedVersion` (`spelling.ts`). */
  announces?(release: Release, build: Build): string;
  /**
   * The calendar for the answer at an instant, where not every release can be said in it: the same one with fewer builds
   * (`tellable.ts`).
   */
  releases?(question: Asked, calendar: Calendar, at: Instant): Calendar;
  /** The names in lower case of the headers that it reads; a request has no others. None if left out. */
  readonly headers?: readonly string[];
  /**
   * The lower-case name of the header in which its updaters send the id that they keep per installation, if they do: a
   * text of at most `CHECK_LIMITS.installation` characters. Nothing but the installation is read from it.
   */
  readonly installationHeader?: string;
  /** Whether its answers repeat the address as it was asked, so that each is for one address alone. */
  readonly repeatsAddress?: true;
  /**
   * For how many seconds what it writes may be sent again, if that tells of the instant of the decision; 0 if it has to
   * be written anew for each request. Left out if it follows from the verdict, the request, the calendar and the product.
   */
  readonly goodForSeconds?: number;
  /**
   * The question of a request, or a refusal, which is answered like any refusal of the API, or a reply, which is sent
   * as it is without a decision: for a file beside the feed, or a request that says too little for a decision.
   */
  read(
    request: FeedRequest,
    calendar: Calendar,
    surroundings: FeedSurroundings,
  ): Result<Asked, Refusal | Reply>;
  /** The verdict in the format of the protocol; headers for caching are added to it. */
  write(answer: FeedAnswer<Asked>): Reply | Promise<Reply>;
}

/** The lower-case names of all headers that a feed reads. */
export function headersReadBy({
  headers = [],
  installationHeader,
}: Pick<Feed, "headers" | "installationHeader">): readonly string[] {
  return installationHeader === undefined ? headers : [...headers, installationHeader];
}

/** What is said and is none of the values that are known; it is never taken for one of them (R27). */
export const OTHER = "other";

/** What nearly every protocol reads from the query. */
type SelfDescription = Pick<
  FeedQuestion,
  "user" | "installation" | "running" | "installedAt" | "manual" | "os" | "isManaged" | "isPersonal"
> & {
  /** The architecture, or null if not given. */
  readonly arch: Architecture | typeof OTHER | null;
};

/**
 * R27: reads what an updater says about itself. What cannot be read or is given twice counts as not said, so that a feed
 * never fails over it, except the version and the architecture: then they are unreadable and another one.
 */
export function readSelfDescription(said: FeedRequest["said"]): SelfDescription {
  const { user, installation, installedAt, manual, arch, version, osVersion, managed } = said;
  return {
    user: readText(user, CHECK_LIMITS.user),
    installation: readText(installation, CHECK_LIMITS.installation),
    running: readRunning(version),
    installedAt: okOrNull<Instant>(parseInstant(readText(installedAt, MOST_CHARACTERS) ?? "")),
    manual: isOn(manual),
    os: readOsVersion(readText(osVersion)),
    isManaged: isOn(managed),
    arch: isUnsaid(arch) ? null : (ARCHITECTURES.find((known) => known === arch) ?? OTHER),
    isPersonal: [user, installedAt, manual].some((one) => one !== undefined),
  };
}

/** Whether a switch is on: `1` or `true`. Anything else counts as off. */
export function isOn(said: SaidText | null): boolean {
  return said === "true" || said === "1";
}

/** The most characters of a text that no limit of its own has. */
const MOST_CHARACTERS = 100;

/** A text that was said once, or null if it is empty, was given twice, or is longer than `most` characters. */
export function readText(said: SaidText, most = MOST_CHARACTERS): string | null {
  return typeof said === "string" && said !== "" && said.length <= most ? said : null;
}

/** What runs, or null if nothing was said. A version that is given twice cannot be read. */
function readRunning(said: SaidText): RunningVersion | null {
  if (said === undefined || isUnsaid(said)) return null;
  return typeof said === "string" ? parseRunningVersion(said) : unreadable(said.join(", "));
}

function unreadable(text: string): RunningVersion {
  return { unreadable: text.slice(0, MOST_VERSION_CHARACTERS) };
}

function isUnsaid(said: SaidText): boolean {
  return said === undefined || said === "";
}

function okOrNull<Value>(parsed: Result<Value, unknown>): Value | null {
  return parsed.ok ? parsed.value : null;
}

/**
 * The format that is said; {@link OTHER} if the protocol's updaters cannot install it, or null if nothing was said or it is
 * no format of the platform.
 */
export function readFormat(
  updater: Updater,
  platform: Platform,
  said: SaidText,
): PackageFormat | typeof OTHER | null {
  const text = readText(said)?.toLowerCase() ?? "";
  const known = targetOf(updater, platform, "x64").formats?.find((format) => format === text);
  return known ?? (isFormatOf(platform, text) ? OTHER : null);
}

/** The architecture of an installation that does not say it: arm64 only if the vendor never made an x64 build for it. */
export function likelyArch(x64: Target, calendar: Calendar): Architecture {
  const hasBuilds = (target: Target) => calendar.some(({ builds }) => buildsFor(target, builds).length > 0);
  return !hasBuilds(x64) && hasBuilds({ ...x64, arch: "arm64" }) ? "arm64" : "x64";
}
