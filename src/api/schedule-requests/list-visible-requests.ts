import type { SeenRequest } from "../../commands/organizations/schedule-requests.ts";
import { toInstant } from "../../instant.ts";
import { type RequestState, requestState, seesRequest } from "../../policy/schedule-request.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import { listOrganizations } from "../../store/tables/scenes.ts";
import { listScheduleRequests } from "../../store/tables/schedule-request-table.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { seesOrganization } from "../../tenancy/permission.ts";
import type { Context } from "../context.ts";
import { organizationReach } from "../organizations/visible-organizations.ts";
import { readPage } from "../pagination.ts";

/** A part of the list of requests. */
interface AskedRequests {
  readonly organizationId?: string;
  readonly state?: RequestState | undefined;
  readonly max: number;
  readonly after?: string | undefined;
}

/** A page of requests, and the header with the address of the next one. */
interface SeenRequestPage {
  readonly seen: readonly SeenRequest[];
  readonly headers: Record<string, string>;
}

/**
 * The requests that the actor sees, the newest first; a page can have fewer than `max` and still not be the last.
 * Refuses `page_malformed`.
 */
export async function listVisibleRequests(
  context: Pick<Context, "config" | "cursors" | "store">,
  actor: Actor,
  { organizationId, state, max, after }: AskedRequests,
  url: string,
): Promise<Result<SeenRequestPage, Refusal>> {
  const page = await readPage(context, { actor, url, query: { max, after } }, isMilliseconds);
  if (!page.ok) return page;
  const { database } = context.store;
  const end = page.value.after;
  const { partnerId, ids: organizationIds } = organizationReach(actor);
  const found = await listScheduleRequests(database, {
    organizationId,
    partnerId,
    organizationIds,
    unanswered: state === "open" || state === "overtaken",
    after: end && { id: end.id, createdAt: toInstant(Number(end.name)) },
    max,
  });
  const ends = found.map(({ id, createdAt }) => ({ id, name: String(createdAt) }));
  const ids = [...new Set(found.map((one) => one.organizationId))];
  const scenes = await listOrganizations(database, { ids, max: ids.length });
  const byId = new Map(scenes.map((scene) => [scene.organization.id, scene]));
  const seen = found.flatMap((request) => {
    const scene = byId.get(request.organizationId);
    if (!scene || !seesOrganization(actor, scene.organization) || !seesRequest(actor, request)) return [];
    return state === undefined || requestState(request, scene) === state ? [{ request, scene }] : [];
  });
  return ok({ seen, headers: await page.value.nextLink(ends) });
}

function isMilliseconds(name: string): boolean {
  return Number.isSafeInteger(Number(name));
}
