import type { Build } from "../catalog/build.ts";
import type { Calendar } from "../catalog/calendar.ts";
import { ARCHITECTURES, type Architecture } from "../catalog/platform.ts";
import { targetOf } from "../catalog/updater-needs.ts";
import type { PresentVerdict } from "../policy/verdict.ts";
import { err, ok, type Refusal, type Result } from "../result.ts";
import { type AptFile, INDEX_NAMES, parseAptFile, RELEASE_FILES } from "./apt/apt-file.ts";
import { indexByHash, isListable, packageIndex } from "./apt/package-index.ts";
import { type Indexes, releaseDate, releaseFile } from "./apt/release-file.ts";
import { repositoryKey } from "./apt/repository-key.ts";
import { signingKeysOf, signRelease } from "./apt/sign-release.ts";
import {
  type Feed,
  type FeedAnswer,
  type FeedQuestion,
  type FeedRequest,
  NO_SUCH_FEED_FILE,
  OTHER,
  type Reply,
  readSelfDescription,
  redirectToFile,
} from "./feed.ts";
import type { FeedSurroundings } from "./feed-surroundings.ts";
import { runningBuild } from "./running-build.ts";

/** A question of apt, with the file that it asks for. */
interface AptQuestion extends FeedQuestion {
  readonly file: Extract<AptFile, { kind: "release" | "index" }>;
}

const EXAMPLES = [
  ...RELEASE_FILES.map((name) => `dists/stable/${name}`),
  ...INDEX_NAMES.map((name) => `dists/stable/main/binary-amd64/${name}`),
];

/**
 * A repository of Debian packages for each organization, which names one package in one version: the decided one. apt does
 * not say what runs and never goes down, unless a machine's own preferences give the repository a priority over 1000.
 */
export const APT: Feed<AptQuestion> = {
  name: "apt",
  updaters: "apt (Debian, Ubuntu and others)",
  routes: [
    {
      method: "GET",
      files: EXAMPLES,
      operationId: "getAptRepository",
      summary: "The same decision for apt: a signed repository that names the decided version",
      alsoReads: ["installation"],
      contentTypes: ["text/plain", "application/gzip"],
      otherStatuses: [302],
    },
  ],
  noUpdate:
    "a list of packages that names what runs, where the address says it, and otherwise nothing; apt never goes down",
  runningFrom: "first_address",
  withoutVersion: "newest",
  comparesSystem: "never",
  spelling: "dotted",
  signsWith: "apt",
  // What is signed tells of the day; a key that is renewed signs beside the old one for longer than this.
  goodForSeconds: 60,
  read: readAptRequest,
  write: writeAnswer,
};

function readAptRequest(
  request: FeedRequest,
  calendar: Calendar,
  { keys }: FeedSurroundings,
): Result<AptQuestion, Refusal | Reply> {
  const { organization, file: path, said, origin } = request;
  if (organization === "key.asc" && path === "") return err(repositoryKey(keys));
  const file = parseAptFile(path);
  if (file === null) return err(NO_SUCH_FEED_FILE);
  if (file.kind === "package") return err(redirect(file.buildId, calendar, origin));
  if (file.kind === "by-hash") return err(knownIndex(calendar, file.arch, file.sha256));
  const { arch, ...self } = readSelfDescription(said);
  const isOther = arch === OTHER;
  const [first, ...more] = file.kind === "index" ? [file.arch] : archesFrom(isOther ? null : arch);
  const question = {
    ...self,
    organization,
    file,
    installation: isOther ? null : self.installation,
    target: targetOf("apt", "linux", first),
  };
  return ok({
    ...question,
    others: more.map((one) => ({ ...question, target: targetOf("apt", "linux", one) })),
  });
}

/** All architectures, the one that was said first. */
function archesFrom(said: Architecture | null): [Architecture, ...Architecture[]] {
  const first = said ?? "x64";
  return [first, ...ARCHITECTURES.filter((one) => one !== first)];
}

/** Leads to the file of a build that this repository could name. */
function redirect(buildId: string, calendar: Calendar, origin: string): Refusal | Reply {
  const builds = calendar.flatMap((entry) => entry.builds);
  const build = builds.find((one) => one.id === buildId && isListable(one, one.arch));
  return build ? redirectToFile(build, origin) : NO_SUCH_FEED_FILE;
}

function knownIndex(calendar: Calendar, arch: Architecture, sha256: string): Refusal | Reply {
  const found = indexByHash(calendar, arch, sha256);
  if (!found) return NO_SUCH_FEED_FILE;
  const headers = {
    "content-type": "application/octet-stream",
    "cache-control": "public, max-age=31536000, immutable",
  };
  return { status: 200, headers, body: found.bytes };
}

function writeAnswer(answer: FeedAnswer<AptQuestion>): Reply | Promise<Reply> {
  const { file } = answer.question;
  if (file.kind === "release") return writeRelease(file.name, answer);
  const index = packageIndex(namedBuild(answer.verdict, file.arch, answer))[file.name];
  const type = file.name === "Packages" ? "text/plain; charset=utf-8" : "application/gzip";
  return { status: 200, headers: { "content-type": type }, body: index.bytes };
}

async function writeRelease(
  name: Extract<AptFile, { kind: "release" }>["name"],
  answer: FeedAnswer<AptQuestion>,
): Promise<Reply> {
  const keys = signingKeysOf(answer.keys);
  const at = releaseDate(answer.at, keys[0].createdAt);
  const text = releaseFile(indexesOf(answer), at);
  const headers = { "content-type": "text/plain; charset=utf-8" };
  switch (name) {
    case "Release":
      return { status: 200, headers, body: text };
    case "InRelease":
      return { status: 200, headers, body: await signRelease({ text, at, form: "around" }, keys) };
    case "Release.gpg":
      return { status: 200, headers, body: await signRelease({ text, at, form: "detached" }, keys) };
  }
}

/** The lists of all architectures, in an order that does not depend on which one was asked for first. */
function indexesOf(answer: FeedAnswer<AptQuestion>): Indexes {
  const { question, verdict, others } = answer;
  const questions = [question, ...(question.others ?? [])];
  const verdicts = new Map([verdict, ...others].map((one, index) => [questions[index]?.target.arch, one]));
  return new Map(
    ARCHITECTURES.flatMap((arch) => {
      const decided = verdicts.get(arch);
      return decided ? [[arch, packageIndex(namedBuild(decided, arch, answer))] as const] : [];
    }),
  );
}

/**
 * The one build that the list of an architecture names, or null if it names none. The one that runs is named so that a
 * machine knows from where it has its package, if it is certain which one that is: apt installs a version again whose
 * fields differ.
 */
function namedBuild(
  verdict: PresentVerdict,
  arch: Architecture,
  { question, calendar, at }: FeedAnswer<AptQuestion>,
): Build | null {
  return verdict.action === "update"
    ? verdict.build
    : runningBuild(question.running, targetOf("apt", "linux", arch), calendar, at);
}
