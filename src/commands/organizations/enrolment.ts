import { digestTag } from "../../ledger/enrolment-digest.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { tagOf } from "../../store/enrolment-tag.ts";
import type { Change } from "../../store/ledger/change.ts";
import { addEnrolmentSecret, findEnrolments } from "../../store/tables/enrolment-table.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { type Enrolment, MOST_ENROLMENT_KEYS, noEnrolment } from "../../tenancy/enrolment.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { findVisibleScene } from "./find-visible-scene.ts";

/** Has an organization count only installations with the tag of one of its enrolment keys, or all again. */
export interface ChangeEnrolment {
  readonly kind: "change_enrolment";
  /** The organization's id. */
  readonly id: string;
  readonly required: boolean;
}

/** Makes the first enrolment key of an organization, or a new one beside the old one. */
export interface CreateEnrolmentKey {
  readonly kind: "create_enrolment_key";
  /** The organization's id. */
  readonly id: string;
  /** The secret of the key, which no answer has. */
  readonly secret: string;
}

/** Ends an enrolment key: its tag counts as none from then on, and its secret is removed. */
export interface EndEnrolmentKey {
  readonly kind: "end_enrolment_key";
  /** The organization's id. */
  readonly id: string;
  /** The number of the key. */
  readonly number: number;
}

export const changeEnrolment: Definition<ChangeEnrolment, Enrolment> = {
  perform: async (change, { actor }, { kind, id, required }) => {
    const found = await findChangeable(change.database, actor, id);
    if (!found.ok) return found;
    const before = found.value;
    const now = before ?? noEnrolment(id);
    if (now.required === required) return ok(now);
    if (required && now.keys.length === 0) return err(KEY_MISSING);
    return recordEnrolment(change, before, Object.assign({}, now, { required }), kind);
  },
};

export const createEnrolmentKey: Definition<CreateEnrolmentKey, Enrolment> = {
  perform: async (change, { actor, at }, { kind, id, secret }) => {
    const found = await findChangeable(change.database, actor, id);
    if (!found.ok) return found;
    const { required, made, keys } = found.value ?? noEnrolment(id);
    if (keys.length >= MOST_ENROLMENT_KEYS) return err(KEYS_FULL);
    const secretKey = { organizationId: id, number: made + 1, secret };
    const key = { number: made + 1, createdAt: at, tagDigest: digestTag(tagOf(secretKey)) };
    const after = { organizationId: id, required, made: made + 1, keys: [...keys, key] };
    const recorded = await recordEnrolment(change, found.value, after, kind);
    await addEnrolmentSecret(change.database, secretKey, at);
    return recorded;
  },
};

export const endEnrolmentKey: Definition<EndEnrolmentKey, Enrolment> = {
  perform: async (change, { actor }, { kind, id, number }) => {
    const found = await findChangeable(change.database, actor, id);
    if (!found.ok) return found;
    const before = found.value;
    const keys = before?.keys.filter((key) => key.number !== number) ?? [];
    if (before === null || keys.length === before.keys.length) return notFound("enrolment key");
    if (before.required && keys.length === 0) return err(LAST_KEY);
    return recordEnrolment(change, before, Object.assign({}, before, { keys }), kind);
  },
};

/** Records that an organization has no enrolment any more, if it has one. */
export async function recordEnrolmentRemoval(change: Change, id: string, action: string): Promise<void> {
  const [before] = await findEnrolments(change.database, [id]);
  if (before) await change.record({ subject: "enrolment", id, action, before, after: null });
}

/** The enrolment that an actor may change, or null if there is none yet. */
async function findChangeable(
  database: Database,
  actor: Actor,
  id: string,
): Promise<Result<Enrolment | null, Refusal>> {
  if (!(await findVisibleScene(database, actor, id))) return notFound("organization");
  if (!may(actor, "change_organization_settings")) return notAllowed("change enrolment keys");
  const [enrolment = null] = await findEnrolments(database, [id]);
  return ok(enrolment);
}

async function recordEnrolment(
  change: Change,
  before: Enrolment | null,
  after: Enrolment,
  action: string,
): Promise<Result<Enrolment, Refusal>> {
  await change.record({ subject: "enrolment", id: after.organizationId, action, before, after });
  return ok(after);
}

const KEY_MISSING = refuse(
  "enrolment_key_missing",
  "There is no enrolment key yet, so no installation would be counted; make one, put it into the apps, and require it once they have it.",
);

const KEYS_FULL = refuse(
  "enrolment_keys_full",
  `There are ${MOST_ENROLMENT_KEYS} enrolment keys, which is the most; end the older one first.`,
);

const LAST_KEY = refuse(
  "enrolment_key_last",
  "It is the only enrolment key, and one is required; make a new one first, or require none any more.",
);
