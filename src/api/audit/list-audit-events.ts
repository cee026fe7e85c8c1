import type { z } from "zod";
import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { mainSubjectOf } from "../../commands/undo/undo-table.ts";
import { AuditList, AuditQuery } from "../../contract/audit.ts";
import { formatInstant } from "../../instant.ts";
import { SUBJECTS, type Subject } from "../../ledger/subject.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import { basePathOf } from "../../serving/public-address.ts";
import type { Database } from "../../store/database.ts";
import { findActorScopes } from "../../store/ledger/actor-scopes.ts";
import { countEntries, listChanges } from "../../store/ledger/list-changes.ts";
import { listEntries } from "../../store/ledger/list-entries.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { seesActor } from "../../tenancy/shown-actor.ts";
import type { Context } from "../context.ts";
import { toCsv } from "../csv-text.ts";
import { endpoint } from "../endpoint.ts";
import { readingPartner, sightOfAudit, toSubtree } from "./audit-sight.ts";
import { presentEntries } from "./present-entries.ts";

export const getAuditEvents = endpoint({
  method: "GET",
  path: "/v1/adminAudit/events",
  summary:
    "The ledger as people read it, the newest first: of one's own subtree, or of one organization in it; also as CSV",
  query: AuditQuery,
  answer: AuditList,
  answerTypes: ["text/csv"],
  csv: ({ items }, query) => toCsv([COLUMNS, ...items.map(toRow)], query),
  handle: async ({ actor, query, reply, url }, context) => {
    if (!may(actor, "read_audit")) return notAllowed("read the audit log");
    const { database } = context.store;
    const organizationId = query.orgId ?? actor.organizationId ?? undefined;
    if (organizationId !== undefined && !(await isVisible(database, actor, organizationId))) {
      return notFound("organization");
    }
    const { partnerId, subject, subjectId, actorId, max } = query;
    if (partnerId !== undefined && !readsOf(actor, partnerId)) return notFound("partner");
    const subjects = readSubject(subject);
    if (!subjects.ok) return subjects;
    const page = {
      ...query,
      knownTo: await knownTo(context, actor, actorId),
      organizationId,
      subjects: subjects.value,
      subjectIds: subjectId === undefined ? undefined : [subjectId],
      subtree: toSubtree(actor, partnerId, organizationId),
      readByPartner: readingPartner(actor),
    };
    const isFolded = query.together === "folded";
    const entries = await (isFolded
      ? listChanges(database, page, mainSubjectOf)
      : listEntries(database, page));
    const last = entries.at(-1);
    if (last && entries.length === max) {
      const next = new URL(url, "http://localhost");
      next.searchParams.set("before", String(isFolded ? last.change : last.sequence));
      reply.header("link", `<${basePathOf(context.config)}${next.pathname}${next.search}>; rel="next"`);
    }
    const changes = query.together ? [...new Set(entries.map(({ change }) => change))] : [];
    const counts = await countEntries(database, changes, sightOfAudit(actor));
    return ok(await presentEntries(context, actor, entries, counts));
  },
});

async function isVisible(database: Database, actor: Actor, organizationId: string): Promise<boolean> {
  return (
    levelOf(actor.role) === "vendor" || (await findVisibleScene(database, actor, organizationId)) !== null
  );
}

/**
 * Limits what one actor did to the entries in which the viewer may know the actor, so that nobody can find out by an
 * id which of the others it was. Undefined for the vendor, who may know everybody.
 */
async function knownTo({ store, fleet }: Context, viewer: Actor, actorId: string | undefined) {
  if (actorId === undefined || levelOf(viewer.role) === "vendor") return undefined;
  const actor = (await findActorScopes(store.database, [actorId])).get(actorId);
  const partnersServing = (organizationId: string) => fleet.partnersServing(organizationId);
  return { viewer, withoutScope: actor !== undefined && seesActor(viewer, actor, partnersServing) };
}

/** Whether the actor may read all about a partner: its own, or any for the vendor. */
function readsOf(actor: Actor, partnerId: string): boolean {
  return levelOf(actor.role) === "vendor" || actor.partnerId === partnerId;
}

/** One of the ledger's subjects, or undefined if none was asked for. Refuses `subject_unknown`. */
function readSubject(asked: string | undefined): Result<readonly Subject[] | undefined, Refusal> {
  if (asked === undefined) return ok(undefined);
  const known = SUBJECTS.find((subject) => subject === asked);
  if (known) return ok([known]);
  return err(refuse("subject_unknown", `subject: use one of ${SUBJECTS.join(", ")}`));
}

const COLUMNS = [
  ...["sequence", "created", "actorId", "actorName", "actorRole"],
  ...[
    "action",
    "subject",
    "subjectId",
    "before",
    "after",
    "hash",
    "change",
    "alike",
    "undoes",
    "undoneBy",
    "actorKind",
  ],
];

function toRow(event: z.output<typeof AuditList>["items"][number]) {
  const { sequence, created, actor, action, subject, subjectId, before, after, hash } = event;
  const { change, together, undoes, undoneBy } = event;
  const who = [actor.id, actor.displayName, actor.role];
  const what = [action, subject, subjectId, toJsonCell(before), toJsonCell(after), hash];
  const undo = [change, together?.alike ?? null, undoes ?? null, undoneBy?.sequence ?? null, actor.kind];
  return [sequence, formatInstant(created), ...who, ...what, ...undo];
}

function toJsonCell(record: unknown): string | null {
  return record === null ? null : JSON.stringify(record);
}
