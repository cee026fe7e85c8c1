import type { z } from "zod";
import type { CheckQuery, VerdictAnswer } from "../../contract/verdict.ts";
import type { Place } from "../../fleet/place.ts";
import { targetIndex } from "../../fleet/targets.ts";
import type { Instant } from "../../instant.ts";
import type { Question } from "../../policy/judge.ts";
import { parseId } from "../../tenancy/id.ts";
import type { Context } from "../context.ts";
import { nextCheckSeconds } from "./next-check.ts";
import { toVerdictAnswer } from "./verdict-answer.ts";

type Query = z.output<typeof CheckQuery>;

/** R21: where whoever asks stands; an id that is none is an unknown one. */
export function placeOf(context: Context, organization: string | undefined, user: string | undefined): Place {
  return context.fleet.place(parseId(organization ?? ""), user === undefined ? null : parseId(user));
}

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
  const place = placeOf(context, query.organization, query.user);
  const verdict = context.fleet.decide(place, toQuestion(query, now));
  const untilDate = context.fleet.millisecondsToNextDate(place, targetIndex(query.platform, query.arch), now);
  return {
    ...toVerdictAnswer(verdict, query.version, origin),
    nextCheckSeconds: nextCheckSeconds(untilDate, Math.random()),
  };
}
