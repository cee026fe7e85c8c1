import type { z } from "zod";
import { AuditList, AuditQuery } from "../../contract/audit.ts";
import { formatInstant } from "../../instant.ts";
import { ok } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import type { LedgerEntry } from "../../store/ledger-table.ts";
import { listEntries } from "../../store/list-entries.ts";
import { encodeRecord } from "../../store/subjects.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import { may } from "../../tenancy/permission.ts";
import { toCsv } from "../csv-text.ts";
import { endpoint } from "../endpoint.ts";
import { findVisibleScene } from "../organizations/find-visible-scene.ts";
import { organizationReach } from "../organizations/organization-reach.ts";
import { notAllowed, notFound } from "../refusals.ts";

export const getAuditEvents = endpoint({
  method: "GET",
  path: "/v1/adminAudit/events",
  summary:
    "The ledger as people read it, the newest first: of one's own subtree, or of one organization in it; also as CSV",
  query: AuditQuery,
  answer: AuditList,
  answerTypes: ["text/csv"],
  csv: ({ items }) => toCsv([COLUMNS, ...items.map(toRow)]),
  handle: async ({ actor, query, reply, url }, context) => {
    if (!may(actor, "read_audit")) return notAllowed("read the audit");
    const { database } = context.store;
    const organizationId = query.orgId ?? actor.organizationId ?? undefined;
    if (organizationId !== undefined && !(await isVisible(database, actor, organizationId))) {
      return notFound("organization");
    }
    const subtree = organizationId === undefined ? toSubtree(actor) : undefined;
    const { from, to, actorId, before, max } = query;
    const page = { from, to, actorId, before, max, organizationId, subtree };
    const entries = await listEntries(database, page);
    const last = entries.at(-1);
    if (last && entries.length === max) {
      const next = new URL(url, "http://localhost");
      next.searchParams.set("before", String(last.sequence));
      reply.header("link", `<${next.pathname}${next.search}>; rel="next"`);
    }
    return ok({ items: entries.map(toEvent) });
  },
});

async function isVisible(database: Database, actor: Actor, organizationId: string): Promise<boolean> {
  return (
    levelOf(actor.role) === "vendor" || (await findVisibleScene(database, actor, organizationId)) !== null
  );
}

/** A partner reads of itself and of the organizations that it serves, or is assigned; the vendor of everything. */
function toSubtree(actor: Actor) {
  const { partnerId = null, ids } = { partnerId: actor.partnerId, ...organizationReach(actor) };
  return partnerId === null ? undefined : { partnerId, organizationIds: ids };
}

const COLUMNS = [
  ...["sequence", "created", "actorId", "actorName", "actorRole"],
  ...["action", "subject", "subjectId", "before", "after", "hash"],
];

function toRow(event: z.output<typeof AuditList>["items"][number]) {
  const { sequence, created, actor, action, subject, subjectId, before, after, hash } = event;
  const who = [actor.id, actor.displayName, actor.role];
  const what = [action, subject, subjectId, toJsonCell(before), toJsonCell(after), hash];
  return [sequence, formatInstant(created), ...who, ...what];
}

function toJsonCell(record: unknown): string | null {
  return record === null ? null : JSON.stringify(record);
}

function toEvent(entry: LedgerEntry) {
  const { sequence, at, actor, action, subject, id, before, after, hash } = entry;
  return {
    sequence,
    created: at,
    actor: { ...actor },
    action,
    subject,
    subjectId: id,
    before: before && encodeRecord(subject, before),
    after: after && encodeRecord(subject, after),
    hash,
  };
}
