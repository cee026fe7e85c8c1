import type { Instant } from "../instant.ts";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import { type Actor, type ActorReference, levelOf, toActorReference } from "../tenancy/actor.ts";
import type { Attempt } from "../tenancy/attempt.ts";
import { hasReleaseManagement } from "../tenancy/partner.ts";
import { type ChangeRefusal, changeOrganizationSettings } from "./change.ts";
import { mayEditOrganization, type Scene } from "./editability.ts";
import { governingOf } from "./list-state.ts";
import { isSameSchedule, type Schedule } from "./schedule.ts";
import type { OrganizationSettings } from "./settings.ts";

/** The ways in which a request is answered. */
export const REQUEST_ANSWERS = ["accepted", "declined", "withdrawn"] as const;
export type RequestAnswerKind = (typeof REQUEST_ANSWERS)[number];

/**
 * The states of a request: `open` while it can be accepted, `overtaken` while it cannot and nobody has answered it, or
 * its answer.
 */
export const REQUEST_STATES = ["open", "overtaken", ...REQUEST_ANSWERS] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** The answer to a request: what, by whom, when, and an optional note or null. */
export interface RequestAnswer {
  readonly kind: RequestAnswerKind;
  readonly answeredAt: Instant;
  readonly answeredBy: ActorReference;
  readonly note: string | null;
}

/**
 * R10: one partner of an organization asks another one, with which it is in conflict, to set the schedule that it set
 * itself.
 */
export interface ScheduleRequest {
  readonly id: string;
  readonly organizationId: string;
  /** The partner that asks. */
  readonly fromPartnerId: string;
  /** The partner that is asked. */
  readonly toPartnerId: string;
  readonly schedule: Schedule;
  /** A line of plain text, or null if there is none. */
  readonly note: string | null;
  readonly createdAt: Instant;
  readonly createdBy: ActorReference;
  /** The answer, or null if there is none yet. */
  readonly answer: RequestAnswer | null;
}

/** Why a request is not made, or not answered as asked (R26). */
export type RequestRefusal =
  | ChangeRefusal
  | "not_allowed"
  | "no_conflict"
  | "already_said"
  | "request_open"
  | "request_not_open"
  | "request_answered"
  | "partner_cannot_answer";
type RequestResult<Value> = Result<Value, Refusal<RequestRefusal>>;

/** A change of a request, and the settings of its organization after it: the same object if they stay. */
export interface DecidedRequest {
  readonly request: ScheduleRequest;
  readonly settings: OrganizationSettings;
}

/** A new request, and the one without an answer that it replaces, now withdrawn, or null if there is none. */
export interface DecidedAsking extends DecidedRequest {
  readonly replaced: ScheduleRequest | null;
}

/** What a partner asks of another one: an id for the new request, and what it contains. */
export interface Asked extends Pick<ScheduleRequest, "id" | "toPartnerId" | "schedule" | "note"> {}

/**
 * The state of a request in the organization's present scene, or without one if the organization is gone. It is open
 * while the partner that asks sets this schedule, the other one sets another, both are in conflict (R10), and both may
 * configure (R13).
 */
export function requestState(request: ScheduleRequest, scene: Scene | null): RequestState {
  if (request.answer) return request.answer.kind;
  return scene && isOpen(request, scene) ? "open" : "overtaken";
}

function isOpen({ fromPartnerId, toPartnerId, schedule }: ScheduleRequest, scene: Scene): boolean {
  const { from, to } = findSides(scene, fromPartnerId, toPartnerId);
  const mayConfigure = [fromPartnerId, toPartnerId].every((id) =>
    scene.partners.some(({ partner }) => partner.id === id && hasReleaseManagement(partner)),
  );
  return (
    mayConfigure &&
    from !== null &&
    to !== null &&
    isSameSchedule(from, schedule) &&
    !isSameSchedule(to, schedule)
  );
}

/** R10: what two partners in conflict set, each null if that one has no part in the conflict. */
function findSides(scene: Scene, fromPartnerId: string | null, toPartnerId: string) {
  const words = governingOf(scene).conflict ?? [];
  const setBy = (id: string | null) => words.find(({ partnerId }) => partnerId === id)?.schedule ?? null;
  return { from: setBy(fromPartnerId), to: setBy(toPartnerId) };
}

/**
 * R7, R10: asks another partner of the organization to set a schedule, which the actor's partner sets for itself in the
 * same change if it has not. `present` is what it asked that partner before and has no answer, or null; if it is
 * overtaken then, it is withdrawn. Refuses what a save would be refused for, `no_conflict`, `already_said`, `request_open` and `partner_cannot_answer`.
 */
export function askForSchedule(
  scene: Scene,
  asked: Asked,
  attempt: Attempt,
  present: ScheduleRequest | null,
): RequestResult<DecidedAsking> {
  const { actor, at } = attempt;
  const { partnerId } = actor;
  const saved = changeOrganizationSettings(scene, { schedule: asked.schedule }, attempt);
  if (!saved.ok) return saved;
  const sides = findSides(scene, partnerId, asked.toPartnerId);
  if (partnerId === null || partnerId === asked.toPartnerId || !sides.from || !sides.to)
    return err(NO_CONFLICT);
  if (isSameSchedule(sides.to, asked.schedule)) return err(ALREADY_SAID);
  const after = { ...scene, settings: saved.value };
  if (present && isOpen(present, after)) return err(REQUEST_OPEN);
  const { id, toPartnerId, schedule, note } = asked;
  const request = {
    id,
    organizationId: scene.organization.id,
    fromPartnerId: partnerId,
    toPartnerId,
    schedule,
    note,
    createdAt: at,
    createdBy: toActorReference(actor),
    answer: null,
  };
  if (!isOpen(request, after)) return err(CANNOT_ANSWER);
  const replaced = present && answered(present, { kind: "withdrawn", note: null }, attempt);
  return ok({ request, settings: saved.value, replaced });
}

/** The settings of the organization once a request that was just decided is accepted, for its preview. */
export function settingsOnceAccepted(
  scene: Scene,
  { request, settings }: DecidedRequest,
  at: Instant,
): RequestResult<OrganizationSettings> {
  const { toPartnerId: partnerId, schedule } = request;
  const scope = { partnerId, organizationId: null, organizationIds: null };
  const actor: Actor = { id: partnerId, displayName: "", role: "partner_full_admin", ...scope };
  return changeOrganizationSettings({ ...scene, settings }, { schedule }, { actor, at });
}

/** An answer that somebody gives. */
export interface GivenAnswer extends Pick<RequestAnswer, "kind" | "note"> {}

/**
 * Answers a request: the partner that is asked accepts it, which sets the schedule as its own save would (R7), or
 * declines it; the one that asks withdraws it. Refuses what a save would be refused for, `not_allowed`,
 * `request_answered`, and `request_not_open` if an overtaken request is accepted.
 */
export function answerRequest(
  scene: Scene,
  request: ScheduleRequest,
  { kind, note }: GivenAnswer,
  attempt: Attempt,
): RequestResult<DecidedRequest> {
  const allowed = mayAnswer(attempt.actor, scene, request, kind);
  if (!allowed.ok) return allowed;
  const state = requestState(request, scene);
  if (request.answer)
    return err(refuse("request_answered", `This request was ${state} already; read it again.`));
  if (kind === "accepted" && state !== "open") return err(REQUEST_NOT_OPEN);
  const { schedule } = request;
  const saved =
    kind === "accepted" ? changeOrganizationSettings(scene, { schedule }, attempt) : ok(scene.settings);
  if (!saved.ok) return saved;
  return ok({ request: answered(request, { kind, note }, attempt), settings: saved.value });
}

function answered(
  request: ScheduleRequest,
  { kind, note }: GivenAnswer,
  { actor, at }: Attempt,
): ScheduleRequest {
  return { ...request, answer: { kind, note, answeredAt: at, answeredBy: toActorReference(actor) } };
}

/** The partner that gives each answer. */
const ANSWERED_BY = {
  accepted: "toPartnerId",
  declined: "toPartnerId",
  withdrawn: "fromPartnerId",
} as const satisfies Readonly<Record<RequestAnswerKind, keyof ScheduleRequest>>;

/** Whether the actor, who sees the request, may give this answer. */
export function mayAnswer(
  actor: Actor,
  scene: Scene,
  request: ScheduleRequest,
  kind: RequestAnswerKind,
): RequestResult<true> {
  const allowed = mayEditOrganization(actor, scene);
  if (!allowed.ok) return allowed;
  return actor.partnerId === request[ANSWERED_BY[kind]] ? ok(true) : err(NOT_YOURS[ANSWERED_BY[kind]]);
}

const NOT_YOURS = {
  toPartnerId: refuse(
    "not_allowed",
    "Only the partner that is asked can accept or decline a request; the one that asks can withdraw it.",
  ),
  fromPartnerId: refuse(
    "not_allowed",
    "Only the partner that asks can withdraw a request; the one that is asked can accept or decline it.",
  ),
} as const;

/**
 * Whether the actor, who sees the organization, sees the request: the two partners, the customer and the vendor do.
 */
export function seesRequest(actor: Actor, { fromPartnerId, toPartnerId }: ScheduleRequest): boolean {
  if (levelOf(actor.role) !== "partner") return true;
  return actor.partnerId === fromPartnerId || actor.partnerId === toPartnerId;
}

const NO_CONFLICT = refuse(
  "no_conflict",
  "Your company and that partner are not in conflict about this organization (R10), so there is nothing to ask; GET /v1/conflicts lists the sides of each conflict.",
);
const ALREADY_SAID = refuse(
  "already_said",
  "That partner sets this schedule already; save it for your own company, and the two of you agree.",
);
const REQUEST_OPEN = refuse(
  "request_open",
  "Your company has asked that partner for this organization already; withdraw that request first.",
);
const CANNOT_ANSWER = refuse(
  "partner_cannot_answer",
  "That partner cannot change its settings now (R13), so it cannot accept a request; ask the vendor.",
);
const REQUEST_NOT_OPEN = refuse(
  "request_not_open",
  "This request was overtaken: the conflict ended, a side of it set another schedule, or one of the two partners may not configure any more; look at the conflict again: GET /v1/conflicts.",
);
