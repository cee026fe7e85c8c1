import type { z } from "zod";
import type { Context } from "../api/context.ts";
import { formatVersion } from "../catalog/version.ts";
import type { CheckQuery, VerdictAnswer } from "../contract/verdict.ts";
import { targetIndex } from "../fleet/targets.ts";
import type { Instant } from "../instant.ts";
import type { Question } from "../policy/judge.ts";
import { nextCheckSeconds } from "./next-check.ts";
import { noteCheckIn } from "./note-check-in.ts";
import { toVerdictAnswer } from "./verdict-answer.ts";

type Query = z.output<typeof CheckQuery>;

/** The question that a check's query asks at an instant. */
export function toQuestion(query: Omit<Query, "organization">, at: Instant): Question {
  const { platform, arch, format } = query;
  return {
    at,
    target: { platform, arch, formats: format === undefined ? null : [format] },
    running: query.version,
    installation: query.installation ?? null,
    installedAt: query.installedAt ?? null,
    manual: query.manual ?? false,
  };
}

/** Answers a check in full: decided for exactly this installation. */
export function answerCheck(context: Context, query: Query, origin: string, now: Instant): VerdictAnswer {
  const { organization = null, user = null, installation = null } = query;
  const number = context.fleet.numberOf(organization);
  const place = context.fleet.placeOf(number, user);
  const verdict = context.fleet.decide(place, toQuestion(query, now));
  context.checks.full[verdict.action]++;
  const target = targetIndex(query.platform, query.arch);
  const running = formatVersion(query.version);
  noteCheckIn(context, { organization, number, installation, user, target, running, verdict, at: now });
  const untilDate = context.fleet.millisecondsToNextDate(place, target, now);
  return {
    ...toVerdictAnswer(verdict, query.version, origin),
    nextCheckSeconds: nextCheckSeconds(untilDate, Math.random()),
  };
}
