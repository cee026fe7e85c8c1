import { type Calendar, calendarFor } from "../../catalog/calendar.ts";
import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { IdParams } from "../../contract/fields.ts";
import { ExplainAnswer, ExplainQuery } from "../../contract/verdict.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import type { HistoryMoment } from "../../ledger/organization-history.ts";
import { type ExplainedHistory, type Explanation, explain } from "../../policy/explain.ts";
import type { Question } from "../../policy/judge.ts";
import type { EntryReference, TraceStep } from "../../policy/trace.ts";
import { ok } from "../../result.ts";
import { originOf } from "../../serving/public-address.ts";
import { entriesAbout } from "../../store/ledger/ledger-table.ts";
import { loadOrganizationHistory } from "../../store/ledger/load-organization-history.ts";
import type { ActorReference } from "../../tenancy/actor.ts";
import { parseId } from "../../tenancy/id.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { toQuestion } from "../../updates/check.ts";
import { seenReleases } from "../../updates/decide-seen.ts";
import { mostSeconds } from "../../updates/next-check.ts";
import { toVerdictAnswer } from "../../updates/verdict-answer.ts";
import { type ShowActor, showActors } from "../actors/show-actors.ts";
import { endpoint } from "../endpoint.ts";

export const explainVerdict = endpoint({
  method: "GET",
  path: "/v1/organizations/:id/explain",
  summary:
    "Why this version? The verdict for any instant, past or future, with every rule's part in it (R17, R25)",
  params: IdParams,
  query: ExplainQuery,
  answer: ExplainAnswer,
  handle: async ({ actor, params, query, now, reply }, context) => {
    const { database } = context.store;
    if (!(await findVisibleScene(database, actor, params.id))) return notFound("organization");
    await context.follower.catchUp();
    const { at = now, ...asked } = query;
    const userId = asked.user === undefined ? null : parseId(asked.user);
    const { moments } = await loadOrganizationHistory(database, params.id, userId);
    const released = context.fleet.calendar.map(
      ({ release }) => ({ subject: "release", id: release.id }) as const,
    );
    const decisive = [
      ...moments.flatMap((moment) => moment.entries),
      ...(await entriesAbout(database, released)),
    ];
    const entries = decisive.map(toReference);
    const calendar = calendarFor(context.fleet.calendar, at, now);
    const subject = { organizationId: params.id, userId, moments: knownBy(moments, at, now), entries };
    const { verdict, trace } = explainSeen(toQuestion(asked, at), subject, calendar);
    const show = await showActors(context, database, actor, trace.flatMap(actorsOf));
    const origin = originOf(context.config, reply.request.headers.host);
    return ok({
      verdict: {
        ...toVerdictAnswer(verdict, asked.version ?? null, origin),
        nextCheckSeconds: mostSeconds(verdict),
      },
      trace: trace.map((step) => toTraceAnswer(step, show)),
    });
  },
});

/** R5: the verdict that the updater of the question would follow, as a check gives it. */
function explainSeen(asked: Question, subject: ExplainedHistory, calendar: Calendar): Explanation {
  const explanation = explain(asked, subject, calendar);
  const seen = seenReleases(asked, explanation.verdict, calendar);
  return seen === calendar ? explanation : explain(asked, subject, seen);
}

/**
 * The moments known at an instant. For the present and the future that is everything committed, also if another
 * server's clock is ahead of this one's; for the past only what was known then.
 */
function knownBy(moments: readonly HistoryMoment[], at: number, now: number): readonly HistoryMoment[] {
  return at < now
    ? moments
    : moments.map((moment) => (moment.at > at ? { ...moment, at: at as typeof moment.at } : moment));
}

function toReference({ sequence, at, actor, action, subject, id }: LedgerEntry): EntryReference {
  return { sequence, at, actor, action, subject, subjectId: id };
}

function actorsOf({ setBy, entries }: TraceStep): readonly ActorReference[] {
  return [...(setBy ? [setBy] : []), ...entries.map(({ actor }) => actor)];
}

function toTraceAnswer({ rule, decided, saw, setBy, entries }: TraceStep, show: ShowActor) {
  return {
    rule,
    decided,
    saw: { ...saw, ...(setBy !== undefined && { setBy: setBy && show(setBy) }) },
    entries: entries.map(({ sequence, at, actor, action }) => ({
      sequence,
      at,
      actor: show(actor),
      action,
    })),
  };
}
