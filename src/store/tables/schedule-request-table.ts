import { sql } from "kysely";
import { formatInstant } from "../../instant.ts";
import type { ScheduleRequest } from "../../policy/schedule-request.ts";
import type { Database } from "../database.ts";
import { idIsOneOf } from "./name-page.ts";
import { fromScheduleRequest, toScheduleRequest } from "./schedule-request-row.ts";
import { expectOneRow, type RecordPair } from "./write-row.ts";

/** A page of requests, the newest first. What is left out does not limit the list. */
export interface RequestPage {
  readonly organizationId?: string | undefined;
  /** Only about these organizations. */
  readonly organizationIds?: readonly string[] | undefined;
  /** Only requests that this partner makes, or that it is asked. */
  readonly partnerId?: string | undefined;
  /** Only requests without an answer. */
  readonly unanswered?: boolean | undefined;
  /** The last one of the previous page. */
  readonly after?: Pick<ScheduleRequest, "id" | "createdAt"> | undefined;
  readonly max: number;
}

export async function findScheduleRequests(
  database: Database,
  ids: readonly string[],
): Promise<readonly ScheduleRequest[]> {
  const rows = await database.selectFrom("schedule_requests").selectAll().where(idIsOneOf(ids)).execute();
  return rows.map(toScheduleRequest);
}

/** The request of one partner to another about an organization that has no answer, or null: there is at most one. */
export async function findUnanswered(
  database: Database,
  pair: Pick<ScheduleRequest, "organizationId" | "fromPartnerId" | "toPartnerId">,
): Promise<ScheduleRequest | null> {
  const row = await database
    .selectFrom("schedule_requests")
    .selectAll()
    .where("organization_id", "=", pair.organizationId)
    .where("from_partner_id", "=", pair.fromPartnerId)
    .where("to_partner_id", "=", pair.toPartnerId)
    .where("answer", "is", null)
    .executeTakeFirst();
  return row ? toScheduleRequest(row) : null;
}

/** A page of requests, whoever may see them. */
export async function listScheduleRequests(
  database: Database,
  page: RequestPage,
): Promise<readonly ScheduleRequest[]> {
  const { organizationId, organizationIds, partnerId, unanswered, after, max } = page;
  let query = database.selectFrom("schedule_requests").selectAll();
  if (organizationId !== undefined) query = query.where("organization_id", "=", organizationId);
  if (organizationIds) query = query.where(idIsOneOf(organizationIds, "organization_id"));
  if (partnerId !== undefined) {
    query = query.where(sql<boolean>`(from_partner_id = ${partnerId} or to_partner_id = ${partnerId})`);
  }
  if (unanswered) query = query.where("answer", "is", null);
  if (after) {
    const { id, createdAt } = after;
    query = query.where(sql<boolean>`(created_at, id) < (${formatInstant(createdAt)}::timestamptz, ${id})`);
  }
  const rows = await query.orderBy("created_at", "desc").orderBy("id", "desc").limit(max).execute();
  return rows.map(toScheduleRequest);
}

/** Writes a new request, one that is answered, or removes one. */
export async function writeScheduleRequest(
  database: Database,
  { id, before, after }: RecordPair<ScheduleRequest>,
): Promise<void> {
  if (after === null) {
    const deleted = database.deleteFrom("schedule_requests").where("id", "=", id);
    return expectOneRow((await deleted.executeTakeFirst()).numDeletedRows, "schedule request", id);
  }
  if (before === null) {
    await database.insertInto("schedule_requests").values(fromScheduleRequest(after)).execute();
    return;
  }
  const updated = database
    .updateTable("schedule_requests")
    .set(fromScheduleRequest(after))
    .where("id", "=", id);
  expectOneRow((await updated.executeTakeFirst()).numUpdatedRows, "schedule request", id);
}
