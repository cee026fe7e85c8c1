import type { z } from "zod";
import type { CheckQuery, VerdictAnswer } from "../../contract/verdict.ts";
import { targetIndex } from "../../fleet/targets.ts";
import type { Instant } from "../../instant.ts";
import type { Question } from "../../policy/judge.ts";
import type { Context } from "../context.ts";
import { nextCheckSeconds } from "./next-check.ts";
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
  const place = context.fleet.place(query.organization ?? null, query.user ?? null);
  const verdict = context.fleet.decide(place, toQuestion(query, now));
  context.checks.full[verdict.action]++;
  const untilDate = context.fleet.millisecondsToNextDate(place, targetIndex(query.platform, query.arch), now);
  return {
    ...toVerdictAnswer(verdict, query.version, origin),
    nextCheckSeconds: nextCheckSeconds(untilDate, Math.random()),
  };
}
