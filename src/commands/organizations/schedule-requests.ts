import type { Scene } from "../../policy/editability.ts";
import {
  type Asked,
  answerRequest,
  askForSchedule,
  type DecidedAsking,
  type DecidedRequest,
  type GivenAnswer,
  type ScheduleRequest,
  seesRequest,
} from "../../policy/schedule-request.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import type { Change } from "../../store/ledger/change.ts";
import {
  findScheduleRequests,
  findUnanswered,
  listScheduleRequests,
} from "../../store/tables/schedule-request-table.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import type { Attempt } from "../../tenancy/attempt.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { mayAddOne } from "../quotas.ts";
import { findVisibleScene } from "./find-visible-scene.ts";
import { recordSettings } from "./organization-settings.ts";

/** R10: asks another partner of an organization to set the schedule that one's own company sets. */
export interface AskForSchedule extends Asked {
  readonly kind: "ask_for_schedule";
  readonly organizationId: string;
}

/** Accepts a request: sets its schedule for one's own company (R7). */
export interface AcceptScheduleRequest {
  readonly kind: "accept_schedule_request";
  readonly id: string;
}

/** Declines a request, with a note or null. */
export interface DeclineScheduleRequest {
  readonly kind: "decline_schedule_request";
  readonly id: string;
  readonly note: string | null;
}

/** Withdraws a request of one's own company. */
export interface WithdrawScheduleRequest {
  readonly kind: "withdraw_schedule_request";
  readonly id: string;
}

type AnswerCommand = AcceptScheduleRequest | DeclineScheduleRequest | WithdrawScheduleRequest;

/** A request, and the scene of its organization. */
export interface SeenRequest {
  readonly request: ScheduleRequest;
  readonly scene: Scene;
}

/** What asking would change, without recording it. Refuses what {@link askForSchedule} refuses, and `not_found`. */
export async function decideAsking(
  database: Database,
  { organizationId, ...asked }: Omit<AskForSchedule, "kind">,
  attempt: Attempt,
): Promise<Result<DecidedAsking & { readonly scene: Scene }, Refusal>> {
  const scene = await findVisibleScene(database, attempt.actor, organizationId);
  if (!scene) return notFound("organization");
  const permitted = mayAskOrAnswer(attempt.actor);
  if (!permitted.ok) return permitted;
  const pair = {
    organizationId,
    fromPartnerId: attempt.actor.partnerId ?? "",
    toPartnerId: asked.toPartnerId,
  };
  const present = await findUnanswered(database, pair);
  const decided = askForSchedule(scene, asked, attempt, present);
  return decided.ok ? ok({ ...decided.value, scene }) : decided;
}

export const makeScheduleRequest: Definition<AskForSchedule, SeenRequest> = {
  perform: async (change, attempt, { kind: action, ...asked }) => {
    const { actor } = attempt;
    const decided = await decideAsking(change.database, asked, attempt);
    if (!decided.ok) return decided;
    const { request, replaced } = decided.value;
    if (replaced) await recordReplaced(change, replaced, action);
    const within = await mayAddOne(change, actor, "partner_schedule_requests", [request.fromPartnerId]);
    if (!within.ok) return within;
    return ok(await record(change, decided.value.scene, decided.value, { action, before: null }));
  },
};

/** Records that a request is withdrawn because the same partner asks anew. */
async function recordReplaced(change: Change, after: ScheduleRequest, action: string): Promise<void> {
  const before = { ...after, answer: null };
  await change.record({ subject: "schedule_request", id: after.id, action, before, after });
}

/** The answer that each command gives. */
function answerOf(command: AnswerCommand): GivenAnswer {
  switch (command.kind) {
    case "accept_schedule_request":
      return { kind: "accepted", note: null };
    case "decline_schedule_request":
      return { kind: "declined", note: command.note };
    case "withdraw_schedule_request":
      return { kind: "withdrawn", note: null };
  }
}

export const answerScheduleRequest: Definition<AnswerCommand, SeenRequest> = {
  perform: async (change, attempt, command) => {
    const found = await findSeenRequest(change.database, attempt.actor, command.id);
    if (!found) return notFound("schedule request");
    const permitted = mayAskOrAnswer(attempt.actor);
    if (!permitted.ok) return permitted;
    const { scene, request: before } = found;
    const decided = answerRequest(scene, before, answerOf(command), attempt);
    if (!decided.ok) return decided;
    return ok(await record(change, scene, decided.value, { action: command.kind, before }));
  },
};

/** Requests are between partners: the vendor and customers see them. */
function mayAskOrAnswer(actor: Actor): Result<true, Refusal> {
  return levelOf(actor.role) === "partner"
    ? ok(true)
    : notAllowed("make or answer requests between partners");
}

/** A request that the actor sees, with the scene of its organization, or null. */
async function findSeenRequest(database: Database, actor: Actor, id: string): Promise<SeenRequest | null> {
  const [request] = await findScheduleRequests(database, [id]);
  if (!request || !seesRequest(actor, request)) return null;
  const scene = await findVisibleScene(database, actor, request.organizationId);
  return scene && { request, scene };
}

interface Recording {
  readonly action: AskForSchedule["kind"] | AnswerCommand["kind"];
  readonly before: ScheduleRequest | null;
}

/** Records a request, and the settings that changed with it before it: the audit shows the newest first. */
async function record(
  change: Change,
  scene: Scene,
  { request, settings }: DecidedRequest,
  { action, before }: Recording,
): Promise<SeenRequest> {
  await recordSettings(change, [{ scene, after: settings, action }]);
  await change.record({ subject: "schedule_request", id: request.id, action, before, after: request });
  return { request, scene: { ...scene, settings } };
}

/** Records the removal of the requests about an organization, or of those that a partner makes or is asked. */
export async function recordRequestRemoval(
  change: Change,
  of: { readonly organizationId: string } | { readonly partnerId: string },
  action: string,
): Promise<void> {
  for (;;) {
    const requests = await listScheduleRequests(change.database, { ...of, max: 500 });
    if (requests.length === 0) return;
    const records = requests.map((before) => {
      return { subject: "schedule_request", id: before.id, action, before, after: null } as const;
    });
    await change.recordAll(records);
  }
}
