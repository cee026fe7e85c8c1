import { isUnreadable } from "../../catalog/running-version.ts";
import type { Fleet } from "../../fleet/fleet.ts";
import type { Instant } from "../../instant.ts";
import type { Asker } from "../../policy/gates/gate.ts";
import { type GroupForesight, GroupSum } from "../../policy/group-foresight.ts";
import { questionOf } from "../../policy/installation-moves.ts";
import type { Standing } from "../../policy/standing.ts";
import type { Installation } from "../../store/tables/installation-row.ts";
import { installationsOf } from "../../store/tables/installations-of.ts";
import type { Context } from "../context.ts";
import { questionOfInstallation } from "./installation-question.ts";

type Foreseeing = Pick<Context, "fleet" | "store">;

/** The most installations of one organization or user that are read one by one; of more, the counts tell. */
const MOST_OF_ONE = 300;
/** The most installations that one answer reads. */
const MOST_READ = 2_000;

/**
 * R56: the foresight of organizations, by id. It comes from the counts, in memory; fleet and census must have caught up. Where
 * these do not tell the instant, because each installation has its own turn in a rollout (R18) or its user a hold (R15), the
 * installations are read; of an organization with more than 300 it is the earliest instant that there can be.
 */
export async function foreseeOrganizations(
  { fleet, store }: Foreseeing,
  ids: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, GroupForesight>> {
  const found = new Map<string, GroupForesight>();
  const inexact: string[] = [];
  let toRead = 0;
  for (const [id, counted] of await foreseeByCounts(fleet, ids, now)) {
    const { total } = counted.foresight;
    found.set(id, counted.foresight);
    if (counted.isExact || total > MOST_OF_ONE || toRead + total > MOST_READ) continue;
    inexact.push(id);
    toRead += total;
  }
  const rows = await installationsOf(store.database, { organizationIds: inexact, max: 2 * MOST_READ });
  for (const id of inexact) {
    const installations = rows.filter(({ organizationId }) => organizationId === id);
    found.set(id, sumOf({ fleet }, { organizationId: id, userId: null, installations }, now));
  }
  return found;
}

/** What the counts of an organization tell, and whether its installations would tell the same. */
interface CountedForesight {
  readonly foresight: GroupForesight;
  readonly isExact: boolean;
}

/** The foresight of organizations, by id, from the counts alone. */
async function foreseeByCounts(
  fleet: Fleet,
  ids: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, CountedForesight>> {
  const found = new Map<string, CountedForesight>();
  for (const [id, foresight] of await fleet.foresightsOf(ids, now)) {
    const { total, next } = foresight;
    const isExact = total === 0 || (next?.isExact !== false && !fleet.hasOwnHolds(id));
    const told = next && Object.assign({}, next, { isExact });
    found.set(id, { foresight: Object.assign({}, foresight, { next: told }), isExact });
  }
  return found;
}

/** Whose foresight it is, and the installations that are counted there. */
interface Owner {
  readonly organizationId: string;
  /** The user, or null if it is that of the organization. */
  readonly userId: string | null;
}

interface Read extends Owner {
  readonly installations: readonly Installation[];
}

function sumOf({ fleet }: Pick<Context, "fleet">, read: Read, now: Instant): GroupForesight {
  const foresight = fleet.foresightAt(now);
  const sum = new GroupSum();
  for (const one of read.installations) {
    const { standing } = fleet.standingClassOf(one.organizationId, one.userId);
    const asker = questionOfInstallation(one, now);
    const { running } = asker;
    const known = running === null || isUnreadable(running) ? null : running;
    sum.add(foresight.ofOne(asker, standing, now), 1, known);
  }
  const { standing } = fleet.standingClassOf(read.organizationId, read.userId);
  return sum.result(() => foresight.ofNew(standing, now));
}

/** Installations that are alike, or one of them. */
export interface AlikeAskers {
  readonly asker: Asker;
  readonly standing: Standing;
  readonly installations: number;
}

/** The foresight of an organization or a user, with those of whom it is. */
export interface OwnerForesight {
  readonly foresight: GroupForesight;
  /** R18: of many installations those that are alike together, as the first of them in a rollout. */
  readonly askers: readonly AlikeAskers[];
  /** What governs the owner. */
  readonly standing: Standing;
}

/** R56: the foresight of one organization, or of one user; fleet and census must have caught up. */
export async function foreseeOwner(context: Foreseeing, owner: Owner, now: Instant): Promise<OwnerForesight> {
  const { fleet, store } = context;
  const { organizationId, userId } = owner;
  const { standing } = fleet.standingClassOf(organizationId, userId);
  if (userId === null) {
    const foresight = (await foreseeByCounts(fleet, [organizationId], now)).get(organizationId)?.foresight;
    if (foresight && (foresight.total === 0 || foresight.total > MOST_OF_ONE)) {
      return { foresight, askers: countedAskers(context, organizationId, now), standing };
    }
  }
  const asked = { organizationIds: [organizationId], userId: userId ?? undefined, max: MOST_READ };
  const installations = await installationsOf(store.database, asked);
  const askers = installations.map((one) => ({
    asker: questionOfInstallation(one, now),
    standing: fleet.standingClassOf(one.organizationId, one.userId).standing,
    installations: 1,
  }));
  return { foresight: sumOf(context, { organizationId, userId, installations }, now), askers, standing };
}

function countedAskers({ fleet }: Foreseeing, organizationId: string, now: Instant): readonly AlikeAskers[] {
  const { isSpread } = fleet.foresightAt(now);
  return fleet.installationsOf(organizationId).map(({ kind, standing, installations }) => ({
    asker: { ...questionOf(kind, now), manual: isSpread },
    standing,
    installations,
  }));
}
