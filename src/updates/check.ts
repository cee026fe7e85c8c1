import { formatOsVersion } from "../catalog/os-version.ts";
import type { Target } from "../catalog/platform.ts";
import { formatKnownVersion, isUnreadable } from "../catalog/running-version.ts";
import { targetOf } from "../catalog/updater-needs.ts";
import type { CheckQuery, VerdictAnswer } from "../contract/verdict.ts";
import type { Reply } from "../feeds/feed.ts";
import { targetIndex } from "../fleet/targets.ts";
import type { Instant } from "../instant.ts";
import type { Question } from "../policy/judge.ts";
import { decideSeen } from "./decide-seen.ts";
import { lagHeaders } from "./lag.ts";
import { nextCheckSeconds } from "./next-check.ts";
import { noteCheckIn } from "./note-check-in.ts";
import { NO_STORE } from "./shared-answer.ts";
import type { UpdatesContext } from "./updates-context.ts";
import { toVerdictAnswer } from "./verdict-answer.ts";

/** What a query says of an installation; one without a version runs nothing yet. */
interface InstallationQuery extends Omit<CheckQuery, "organization" | "version"> {
  readonly version?: CheckQuery["version"] | undefined;
}

/** The question of a query at an instant. */
export function toQuestion(query: InstallationQuery, at: Instant): Question {
  return {
    at,
    target: toTarget(query),
    running: query.version ?? null,
    installation: query.installation ?? null,
    installedAt: query.installedAt ?? null,
    manual: query.manual ?? false,
    os: query.osVersion ?? null,
    isManaged: query.managed ?? false,
  };
}

/** The target of a check: of all formats, of those of the updater that it names, or of the one that it names. */
function toTarget({ platform, arch, format, updater }: InstallationQuery): Target {
  const any: Target = updater ? targetOf(updater, platform, arch) : { platform, arch, formats: null };
  return format === undefined ? any : { ...any, formats: [format] };
}

/** Answers any check: decided for exactly this installation, and not for caches. `host` is the request's Host. */
export function answerCheck(context: UpdatesContext, query: CheckQuery, host: string | undefined): Reply {
  const answer = decideCheck(context, query, context.originOf(host));
  const headers = { "content-type": "application/json; charset=utf-8", "cache-control": NO_STORE };
  return {
    status: 200,
    headers: { ...headers, ...lagHeaders(context.follower) },
    body: JSON.stringify(answer),
  };
}

function decideCheck(context: UpdatesContext, query: CheckQuery, origin: string): VerdictAnswer {
  const { organization = null, user = null, installation = null } = query;
  const { fleet } = context;
  const at = context.now();
  const number = fleet.numberOf(organization);
  const standingClass = fleet.standingClassAt(number, user);
  const verdict = decideSeen(toQuestion(query, at), standingClass, fleet.calendar);
  context.checks.full[verdict.action]++;
  const target = targetIndex(query.platform, query.arch);
  const running = isUnreadable(query.version) ? null : formatKnownVersion(query.version);
  noteCheckIn(context, {
    organization,
    number,
    installation,
    user,
    target,
    running,
    os: query.osVersion ? formatOsVersion(query.osVersion) : null,
    managed: query.managed ?? false,
    verdict,
    at,
    updater: null,
    key: query.key ?? null,
  });
  const untilDate = fleet.millisecondsToNextDate(standingClass, target, at);
  return {
    ...toVerdictAnswer(verdict, query.version, origin),
    nextCheckSeconds: nextCheckSeconds(verdict, untilDate, Math.random()),
  };
}
