import type { z } from "zod";
import type { SeenRequest } from "../../commands/organizations/schedule-requests.ts";
import type { ScheduleRequestAnswer } from "../../contract/schedule-request.ts";
import { mayAnswer, REQUEST_ANSWERS, requestState } from "../../policy/schedule-request.ts";
import type { Database } from "../../store/database.ts";
import { listPartners } from "../../store/tables/partner-table.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { type ShowActor, showActors } from "../actors/show-actors.ts";
import type { Context } from "../context.ts";

type Answer = z.output<typeof ScheduleRequestAnswer>;

/** Presents requests to somebody who sees them: names of both partners, state, and which answers the viewer can give. */
export async function presentRequests(
  context: Pick<Context, "config" | "fleet">,
  database: Database,
  viewer: Actor,
  seen: readonly SeenRequest[],
): Promise<Answer[]> {
  const actors = seen.flatMap(({ request: { createdBy, answer } }) =>
    answer ? [createdBy, answer.answeredBy] : [createdBy],
  );
  const show = await showActors(context, database, viewer, actors);
  const ids = [...new Set(seen.flatMap(({ request }) => [request.fromPartnerId, request.toPartnerId]))];
  const partners = await listPartners(database, { ids, max: ids.length });
  const names = new Map(partners.map(({ partner }) => [partner.id, partner.name]));
  const nameOf = (partnerId: string) => ({ partnerId, partnerName: names.get(partnerId) ?? "" });
  return seen.map((one) => toRequestAnswer(one, viewer, nameOf, show));
}

function toRequestAnswer(
  { request, scene }: SeenRequest,
  viewer: Actor,
  nameOf: (partnerId: string) => Answer["from"],
  show: ShowActor,
): Answer {
  const { id, organizationId, schedule, note, createdAt, createdBy } = request;
  return {
    id,
    organizationId,
    organizationName: scene.organization.name,
    from: nameOf(request.fromPartnerId),
    to: nameOf(request.toPartnerId),
    schedule,
    ...(note !== null && { note }),
    state: requestState(request, scene),
    createdAt,
    createdBy: show(createdBy),
    ...(request.answer && { answer: toAnswer(request.answer, show) }),
    mayAnswer: answersOf(viewer, { request, scene }),
  };
}

function toAnswer(answer: NonNullable<SeenRequest["request"]["answer"]>, show: ShowActor) {
  const { kind, answeredAt, answeredBy, note } = answer;
  return { kind, answeredAt, answeredBy: show(answeredBy), ...(note !== null && { note }) };
}

/** The answers that an actor can give now: an overtaken request can still be declined or withdrawn, to be done with it. */
function answersOf(viewer: Actor, { request, scene }: SeenRequest): Answer["mayAnswer"] {
  const state = requestState(request, scene);
  if (state !== "open" && state !== "overtaken") return [];
  const answers = REQUEST_ANSWERS.filter((kind) => state === "open" || kind !== "accepted");
  return answers.filter((kind) => mayAnswer(viewer, scene, request, kind).ok);
}
