import type { Calendar } from "../catalog/calendar.ts";
import type { Architecture, Target } from "../catalog/platform.ts";
import { isNewerThan, isUnreadable } from "../catalog/running-version.ts";
import { targetOf } from "../catalog/updater-needs.ts";
import { ok, type Refusal, type Result } from "../result.ts";
import {
  type Feed,
  type FeedAnswer,
  type FeedQuestion,
  type FeedRequest,
  OTHER,
  type Reply,
  readSelfDescription,
} from "./feed.ts";
import type { FeedSurroundings } from "./feed-surroundings.ts";
import { type CupDemand, cupHeaders, readCup } from "./omaha/cup.ts";
import { formatOmahaAnswer } from "./omaha/omaha-answer.ts";
import { isWithin, type OmahaApp, type OmahaRequest, parseOmahaRequest } from "./omaha/omaha-request.ts";
import { targetOfArch } from "./target-of-arch.ts";
import { tellableOf } from "./tellable.ts";

/** A question of Omaha: about the first app of the request, with those about the others. */
interface OmahaQuestion extends FeedQuestion {
  readonly asked: OmahaRequest;
  readonly cup: CupDemand | null;
}

/** The protocol of Omaha and of Chromium's updater. Answers are signed for clients that have a key in them (CUP). */
export const OMAHA: Feed<OmahaQuestion> = {
  name: "omaha",
  updaters: "Chromium's updater, Omaha (protocols 3.1 and 4.0)",
  routes: [
    {
      method: "POST",
      files: [],
      operationId: "postOmahaRequest",
      summary: "The same decision for Omaha: update checks of protocol 3.1 and 4.0, signed by CUP",
      alsoReads: [],
      ownQuery: ["cup2key", "cup2hreq"],
      contentTypes: ["application/json"],
    },
  ],
  noUpdate: "`updatecheck.status: noupdate`, with the reasons in `info`",
  signsWith: "omaha",
  runningFrom: "updater",
  withoutVersion: "newest",
  comparesSystem: "never",
  spelling: "dotted",
  releases: releasesWithin,
  read: readRequest,
  write: writeAnswer,
};

function readRequest(
  { body, said, organization }: FeedRequest,
  calendar: Calendar,
  { keys }: FeedSurroundings,
): Result<OmahaQuestion, Refusal> {
  const asked = parseOmahaRequest(body);
  if (!asked.ok) return asked;
  const cup = readCup(said.cup2key, keys);
  if (!cup.ok) return cup;
  const toQuestion = (app: OmahaApp | undefined) => {
    const { arch, ...self } = readSelfDescription({
      version: app?.version,
      osVersion: asked.value.osVersion,
      ...said,
    });
    const target = targetFor(asked.value, arch, calendar);
    const manual = self.manual || (app?.isOnDemand ?? false);
    return { ...self, manual, organization, target, installation: null };
  };
  const [first, ...others] = asked.value.apps;
  return ok({ ...toQuestion(first), others: others.map(toQuestion), asked: asked.value, cup: cup.value });
}

/** R27: no build is for a platform or an architecture that Sluice does not know. */
function targetFor(
  { platform, arch: own }: OmahaRequest,
  said: Architecture | typeof OTHER | null,
  calendar: Calendar,
): Target {
  const any = targetOf("omaha", platform ?? "win", "x64");
  return targetOfArch(any, platform === null ? OTHER : (said ?? own), calendar);
}

/**
 * The releases that the apps let in by their `targetversionprefix`, if all say the same one; else each is told of the newest
 * release only if its own lets that in. Those that are not newer stay, since by them it is known what runs.
 */
function releasesWithin({ asked, running }: OmahaQuestion, calendar: Calendar): Calendar {
  const prefixes = new Set(asked.apps.map(({ check }) => check?.prefix ?? ""));
  const [prefix = ""] = prefixes.size === 1 ? prefixes : [];
  if (prefix === "") return calendar;
  const known = running === null || isUnreadable(running) ? null : running;
  return tellableOf(
    calendar,
    ({ release: { version } }) =>
      isWithin(prefix, version.parts) || (known !== null && !isNewerThan(version, known)),
  );
}

function writeAnswer(answer: FeedAnswer<OmahaQuestion>): Reply {
  const { question, verdict, others, product, request, nextCheckSeconds } = answer;
  const { asked, cup } = question;
  const verdicts = [verdict, ...others];
  const apps = asked.apps.map((app, index) => ({ app, verdict: verdicts[index] ?? null }));
  const body = formatOmahaAnswer(asked, apps, {
    at: answer.at,
    origin: request.origin,
    appId: product.updaters.omaha?.appId ?? null,
  });
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "x-retry-after": String(nextCheckSeconds),
    ...(cup && cupHeaders(cup, request.body ?? new Uint8Array(), body)),
  };
  return { status: 200, headers, body };
}
