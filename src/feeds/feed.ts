import type { Proof } from "../catalog/build.ts";
import type { Calendar } from "../catalog/calendar.ts";
import { ARCHITECTURES, type Architecture } from "../catalog/platform.ts";
import {
  type KnownVersion,
  MOST_VERSION_CHARACTERS,
  parseRunningVersion,
  type RunningVersion,
} from "../catalog/running-version.ts";
import type { Version } from "../catalog/version.ts";
import { type Instant, parseInstant } from "../instant.ts";
import type { Verdict } from "../policy/decide.ts";
import type { Question } from "../policy/judge.ts";
import type { Refusal, Result } from "../result.ts";

/** The most characters of an id that an installation sends, in a check or to a feed. */
export const CHECK_LIMITS = { organization: 400, user: 400, installation: 200 } as const;

/** What an installation may say about itself in the query of a feed's address, in the order of the API document. */
const FEED_FIELDS = [
  "user",
  "installation",
  "installedAt",
  "platform",
  "arch",
  "format",
  "version",
  "manual",
] as const;
type FeedField = (typeof FEED_FIELDS)[number];

/** One address of a protocol. */
export interface FeedRoute {
  /** GET also answers HEAD. A POST has a JSON body, and its answers are never shared. */
  readonly method: "GET" | "POST";
  /** The path as in Fastify: a part `:name` is a parameter, and a last `*` is the rest of the path. */
  readonly path: `/feeds/${string}`;
  /** The name of the call in the API document. */
  readonly operationId: string;
  readonly summary: string;
  /** The parameters of the path by name, each with example values. */
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  /** The parameters that are read from the query. */
  readonly query: readonly FeedField[];
  /** Parameters that the updater adds by itself and that mean nothing here; they are not named as ignored (R27). */
  readonly meaningless?: readonly string[];
  readonly contentTypes: readonly string[];
  /** The other statuses of an answer: 204 for "no update", 302 for a redirect to a file. */
  readonly otherStatuses?: readonly (204 | 302)[];
}

/** The value of a parameter: a list if it was given more than once, undefined if not at all. */
export type SaidText = string | readonly string[] | undefined;

/** A request from an updater. */
export interface FeedRequest {
  readonly method: "GET" | "POST";
  /** The parameters of the route's path, decoded; `*` is the rest of the path. */
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, SaidText>>;
  /** The headers, by lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The JSON of a POST, or undefined if there is none. */
  readonly body: unknown;
}

/** An HTTP answer: header names are lower-case, and the body is "" if there is none. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An updater's question. A protocol adds what its answer must repeat. */
export interface FeedQuestion extends Omit<Question, "at"> {
  /** The id as it was sent; an unknown organization gets the vendor default (R21). */
  readonly organization: string;
  readonly user: string | null;
  /** Whether the address names an installation or a user, so that the answer must not be shared. */
  readonly isPersonal: boolean;
}

/** A decision with everything that an answer can be written from. */
interface FeedAnswer<Asked extends FeedQuestion = FeedQuestion> {
  readonly verdict: Verdict;
  readonly question: Asked;
  /** The calendar of the decision; its builds have the proofs that the protocol needs. */
  readonly calendar: Calendar;
  /** How the client reaches this server, for protocols that need absolute addresses. */
  readonly origin: string;
}

/**
 * The protocol of an updater: how it asks and how it is answered. Everything else is the same for all protocols and is
 * in `updates/answer-feed.ts`. A protocol decides nothing: it reads a question and writes a given verdict.
 */
export interface Feed<Asked extends FeedQuestion = FeedQuestion> {
  /** The part of the address after /feeds/. */
  readonly name: string;
  /** The updaters that use it, by the names that people know. */
  readonly updaters: string;
  /** The address that an app is given; `{organization}` stands for the organization's id. */
  readonly address: string;
  readonly routes: readonly FeedRoute[];
  /** How it says "no update", for the documentation; to many updaters a missing file is an error. */
  readonly noUpdate: string;
  /** The proofs that a build needs to be offered. */
  readonly proofs: readonly Proof[];
  /**
   * Whether the updater, which compares versions by itself, sees a release as newer than what it runs. If it does not,
   * it would never install the release, so the release is not offered. Left out: it takes every release that is offered.
   */
  seesAsNewer?(release: Version, running: KnownVersion): boolean;
  /**
   * The question of a request, or a refusal, which is answered like any refusal of the API, or a reply, which is sent
   * as it is without a decision: for a file beside the feed, or a request that says too little for a decision.
   */
  read(request: FeedRequest, calendar: Calendar): Result<Asked, Refusal | Reply>;
  /** The verdict in the format of the protocol; headers for caching are added to it. */
  write(answer: FeedAnswer<Asked>): Reply;
}

/** What is said and is none of the values that are known; it is never taken for one of them (R27). */
export const OTHER = "other";

/** What nearly every protocol reads from the query. */
type SelfDescription = Pick<
  FeedQuestion,
  "user" | "installation" | "running" | "installedAt" | "manual" | "isPersonal"
> & {
  /** The architecture, or null if not given. */
  readonly arch: Architecture | typeof OTHER | null;
};

/**
 * R27: reads what an updater says about itself. What cannot be read or is given twice counts as not said, so that a feed
 * never fails over it, except the version and the architecture: then they are unreadable and another one.
 */
export function readSelfDescription(query: FeedRequest["query"]): SelfDescription {
  const { user, installation, installedAt, manual, arch, version } = query;
  return {
    user: readText(user, CHECK_LIMITS.user),
    installation: readText(installation, CHECK_LIMITS.installation),
    running: readRunning(version),
    installedAt: okOrNull<Instant>(parseInstant(readText(installedAt, MOST_CHARACTERS) ?? "")),
    manual: manual === "true" || manual === "1",
    arch: isUnsaid(arch) ? null : (ARCHITECTURES.find((known) => known === arch) ?? OTHER),
    isPersonal: [user, installation, installedAt, manual].some((said) => said !== undefined),
  };
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
