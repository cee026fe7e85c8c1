import { AuditList, AuditQuery } from "../../contract/audit.ts";
import { ok } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import type { LedgerEntry } from "../../store/ledger-table.ts";
import { listEntries } from "../../store/list-entries.ts";
import { encodeRecord } from "../../store/subjects.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import { may } from "../../tenancy/permission.ts";
import { endpoint } from "../endpoint.ts";
import { findVisibleScene } from "../organizations/find-visible-scene.ts";
import { notAllowed, notFound } from "../refusals.ts";

export const getAuditEvents = endpoint({
  method: "GET",
  path: "/v1/adminAudit/events",
  summary:
    "The ledger as people read it, the newest first: all of it for the vendor, one organization's for everybody else",
  query: AuditQuery,
  answer: AuditList,
  handle: async ({ actor, query, reply, url }, context) => {
    if (!may(actor, "read_audit")) return notAllowed("read the audit");
    const { database } = context.store;
    const organizationId = query.orgId ?? actor.organizationId ?? undefined;
    if (organizationId === undefined && levelOf(actor.role) !== "vendor")
      return notAllowed("read it without an orgId");
    if (organizationId !== undefined && !(await isVisible(database, actor, organizationId))) {
      return notFound("organization");
    }
    const { from, to, actorId, before, max } = query;
    const entries = await listEntries(database, { from, to, actorId, before, max, organizationId });
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
