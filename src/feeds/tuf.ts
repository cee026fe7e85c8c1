import type { Calendar } from "../catalog/calendar.ts";
import { ARCHITECTURES, type Architecture, isFormatOf, PLATFORMS, type Target } from "../catalog/platform.ts";
import type { TufRoots } from "../catalog/tuf-root.ts";
import { targetOf } from "../catalog/updater-needs.ts";
import type { PresentVerdict } from "../policy/verdict.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import {
  type Feed,
  type FeedAnswer,
  type FeedQuestion,
  type FeedRequest,
  fileUrl,
  type OTHER,
  type Reply,
  readSelfDescription,
  readText,
} from "./feed.ts";
import type { FeedSurroundings } from "./feed-surroundings.ts";
import { announcedVersion } from "./spelling.ts";
import { parseTufFile, type TufFile } from "./tuf/file.ts";
import { formatPointer, formatTargets, isKnownVersion, type TufOffer, versionAt } from "./tuf/metadata.ts";

/** A question of a client of TUF; only targets.json needs a decision. */
interface TufQuestion extends FeedQuestion {
  /** The version of targets.json that is asked for, which the answer has. */
  readonly version: number;
}

/** The Update Framework: the decision itself is signed, for each organization, so that a network cannot change or keep it. */
export const TUF: Feed<TufQuestion> = {
  name: "tuf",
  updaters: "clients of The Update Framework (tuf-js, python-tuf, go-tuf)",
  routes: [
    {
      method: "GET",
      files: [
        "metadata/1.root.json",
        "metadata/timestamp.json",
        "metadata/1796040000.snapshot.json",
        "metadata/1796040000.targets.json",
        `targets/win/x64/${"0".repeat(64)}.update`,
      ],
      operationId: "getTufFeed",
      summary:
        "The same decision for clients of The Update Framework: signed metadata, and the files that it names",
      alsoReads: ["installation", "installedAt", "platform", "format", "manual"],
      contentTypes: ["application/json"],
      otherStatuses: [302],
    },
  ],
  noUpdate: "a signed `targets.json` without a target that is newer than the version in the address",
  signsWith: "tuf",
  readsRoots: true,
  runningFrom: "address",
  withoutVersion: "newest",
  comparesSystem: "by_app",
  spelling: "dotted",
  read: readTufRequest,
  write: writeTargets,
};

/** Reads a question of targets.json. Everything else needs no decision, and is answered at once. */
function readTufRequest(
  request: FeedRequest,
  calendar: Calendar,
  surroundings: FeedSurroundings,
): Result<TufQuestion, Refusal | Reply> {
  const file = parseTufFile(request.file);
  if (!file) return err(NO_SUCH_FILE);
  if (surroundings.roots.length === 0) return err(NO_ROOT);
  if (file.kind !== "targets") {
    return err(answerBeside(file, { ...surroundings, calendar, origin: request.origin }) ?? NO_SUCH_FILE);
  }
  return isKnownVersion(file.version, surroundings.at)
    ? ok(readQuestion(request, file.version))
    : err(NO_SUCH_FILE);
}

const NO_SUCH_FILE: Refusal = refuse(
  "not_found",
  "There is no such file of TUF, or it is not there any more; begin with timestamp.json.",
);
const NO_ROOT: Refusal = refuse(
  "tuf_root_missing",
  'This installation has no root of TUF yet, so no client could trust an answer; the vendor makes one with "sluice tuf init".',
);

interface Surroundings extends FeedSurroundings {
  readonly calendar: Calendar;
  /** How the client reaches this server; without a slash at its end. */
  readonly origin: string;
}

/** The answer to a file that needs no decision, or null if there is no such file. */
function answerBeside(file: Exclude<TufFile, { kind: "targets" }>, around: Surroundings): Reply | null {
  switch (file.kind) {
    case "root":
      return answerRoot(around.roots, file.version);
    case "timestamp":
      return toReply(formatPointer("timestamp", versionAt(around.at), around.keys), "no-cache");
    case "snapshot":
      return isKnownVersion(file.version, around.at)
        ? toReply(formatPointer("snapshot", file.version, around.keys), "public, max-age=60")
        : null;
    case "target":
      return findTarget(file.sha256, around);
  }
}

function answerRoot(roots: TufRoots, version: number): Reply | null {
  const root = roots.find((one) => one.version === version);
  return root ? toReply(root.metadata, "public, max-age=3600") : null;
}

/** Leads to the file of a build. The client knows its digest from targets.json, so every build that is there is good. */
function findTarget(sha256: string, { calendar, origin }: Surroundings): Reply | null {
  const build = calendar.flatMap(({ builds }) => builds).find((one) => one.sha256 === sha256);
  if (!build) return null;
  return {
    status: 302,
    headers: { location: fileUrl(build, origin), "cache-control": "no-cache" },
    body: "",
  };
}

function toReply(body: string, cacheControl: string): Reply {
  return {
    status: 200,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": cacheControl },
    body,
  };
}

/**
 * Asks for every kind of computer that the address leaves open. An installation is counted only where the address says
 * which kind it is.
 */
function readQuestion({ organization, said }: FeedRequest, version: number): TufQuestion {
  const { arch, ...self } = readSelfDescription(said);
  const targets = targetsOf(said, arch);
  const [first = NO_TARGET, ...rest] = targets;
  const installation = targets.length === 1 ? self.installation : null;
  // R27: a version of the system says nothing without its platform.
  const os = said.platform ? self.os : null;
  const question = { ...self, organization, installation, os, version, target: first };
  return { ...question, others: rest.map((target) => ({ ...question, target })) };
}

/** R27: what no build is for. */
const NO_TARGET: Target = { platform: "win", arch: "x64", formats: [], updater: "tuf" };

/** R27: for a platform, an architecture or a format that Sluice does not know there is nothing. */
function targetsOf(said: FeedRequest["said"], arch: Architecture | typeof OTHER | null): readonly Target[] {
  const platforms = said.platform ? PLATFORMS.filter((known) => known === said.platform) : PLATFORMS;
  const architectures = arch === null ? ARCHITECTURES : ARCHITECTURES.filter((known) => known === arch);
  return platforms.flatMap((platform) =>
    architectures.map((one) => narrowed(targetOf("tuf", platform, one), said.format)),
  );
}

function narrowed(target: Target, said: FeedRequest["said"][string]): Target {
  if (!said) return target;
  const format = readText(said)?.toLowerCase() ?? "";
  return { ...target, formats: isFormatOf(target.platform, format) ? [format] : [] };
}

function writeTargets({ verdict, others, question, keys }: FeedAnswer<TufQuestion>): Reply {
  const asked = [question, ...(question.others ?? [])];
  const offers = [verdict, ...others].flatMap((one, index) =>
    toOffer(one, asked[index]?.target ?? NO_TARGET),
  );
  return {
    status: 200,
    headers: { "content-type": "application/json; charset=utf-8" },
    body: formatTargets(question.version, question.organization, offers, keys),
  };
}

function toOffer(verdict: PresentVerdict, { platform, arch }: Target): readonly TufOffer[] {
  if (verdict.action === "stay") return [];
  const { release, build } = verdict;
  const { sha256 } = build;
  if (sha256 === null) return [];
  return [
    { platform, arch, build: { ...build, sha256 }, version: announcedVersion("dotted", release, build) },
  ];
}
