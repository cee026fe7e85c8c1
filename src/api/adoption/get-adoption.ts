import { formatVersion } from "../../catalog/version.ts";
import { findVisibleScene } from "../../commands/organizations/find-visible-scene.ts";
import { findVisiblePartner } from "../../commands/partners/find-visible-partner.ts";
import { AdoptionAnswer, AdoptionQuery } from "../../contract/adoption.ts";
import type { Adoption } from "../../fleet/adoption.ts";
import { addDays, type Instant } from "../../instant.ts";
import { BEHIND_CODES } from "../../policy/behind.ts";
import { ok } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { type HistoryScope, listAdoptionChanges } from "../../store/tables/adoption-history.ts";
import { dayOf } from "../../store/tables/installation-counts.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { notFound } from "../../tenancy/refusals.ts";
import { endpoint } from "../endpoint.ts";
import { organizationReach } from "../organizations/visible-organizations.ts";
import { newestFirst, toDays, type VersionCount } from "./adoption-days.ts";

/** Days of history if the query names none. */
const DAYS = 90;

export const getAdoption = endpoint({
  method: "GET",
  path: "/v1/adoption",
  summary:
    "What the installations of one's subtree run, who is behind and why, and day by day: of all, of a partner's customers, or of one organization",
  query: AdoptionQuery,
  answer: AdoptionAnswer,
  handle: async ({ actor, query, now }, context) => {
    const { database } = context.store;
    const scope = await scopeOf(database, actor, query);
    if (!scope) return notFound(query.organizationId === undefined ? "partner" : "organization");
    await context.follower.catchUp();
    await context.census.catchUp();
    const { from = addDays(now, 1 - DAYS), to = now } = query;
    const changes = await listAdoptionChanges(database, scope, dayOf(from), dayOf(to));
    const days = toDays(changes, dayOf(earlier(to, now)));
    return ok({ at: now, ...toNumbers(context.fleet.adoption(scope, now)), days });
  },
});

interface AskedScope {
  readonly partnerId?: string | undefined;
  readonly organizationId?: string | undefined;
}

/** The part of the actor's subtree that is asked for, or null if the actor may not see it. */
async function scopeOf(
  database: Database,
  actor: Actor,
  { partnerId, organizationId }: AskedScope,
): Promise<HistoryScope | null> {
  const reach = organizationReach(actor);
  if (partnerId !== undefined && !(await findVisiblePartner(database, actor, partnerId))) return null;
  const part = { ...reach, ...(partnerId !== undefined && { partnerId }) };
  if (organizationId === undefined) return part;
  const scene = await findVisibleScene(database, actor, organizationId);
  return scene && { ...part, ids: [organizationId] };
}

function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}

function toNumbers({ kinds, total, current, behind }: Adoption) {
  const byVersion = new Map<string, VersionCount>();
  const byTarget = new Map<string, (typeof kinds)[number]["kind"]["target"] & { installations: number }>();
  for (const { kind, installations } of kinds) {
    const { target, running: version } = kind;
    const versionKey = version ? formatVersion(version) : "";
    const before = byVersion.get(versionKey)?.installations ?? 0;
    byVersion.set(versionKey, { version, installations: before + installations });
    const targetKey = `${target.platform}/${target.arch}`;
    const there = byTarget.get(targetKey)?.installations ?? 0;
    byTarget.set(targetKey, { ...target, installations: there + installations });
  }
  const reasons = BEHIND_CODES.flatMap((code) => {
    const installations = behind.get(code) ?? 0;
    return installations === 0 ? [] : [{ code, installations }];
  });
  return {
    total,
    current,
    behind: { total: reasons.reduce((sum, one) => sum + one.installations, 0), reasons },
    versions: [...byVersion.values()].sort(newestFirst),
    platforms: [...byTarget.values()].map(({ platform, arch, installations }) => ({
      platform,
      arch,
      installations,
    })),
  };
}
