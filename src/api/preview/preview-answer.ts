import type { PreviewAnswer } from "../../contract/preview.ts";
import { inSlices } from "../../fleet/in-slices.ts";
import type { Instant } from "../../instant.ts";
import type { ExpiryForesight } from "../../policy/expiry-watch.ts";
import { addMoves, NO_MOVES } from "../../policy/installation-moves.ts";
import type { Outcome } from "../../policy/outcome.ts";
import { type PreviewGroup, toPreviewGroups } from "../../policy/preview-groups.ts";
import type { OutcomeCount } from "../../policy/tally.ts";
import { listOrganizations } from "../../store/tables/scenes.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { seesOrganization } from "../../tenancy/permission.ts";
import type { Context } from "../context.ts";
import { toNextAnswer } from "../forecast/foresight-answer.ts";

/** The effect of a change, before it is presented. */
export interface SeenOutcomes {
  readonly counts: readonly OutcomeCount[];
  readonly expiries: ExpiryForesight;
}

/** R30: the versions that expire too early or, if none does, how many days are to spare. */
function toExpiriesAnswer({ organizations, versions, daysToSpare }: ExpiryForesight) {
  if (organizations === 0) return daysToSpare === null ? {} : { daysToSpare };
  const expiring = versions.map(({ release: { version }, expiresAt, nextAt }) => ({
    version,
    expiresAt,
    ...(nextAt !== null && { nextAt }),
  }));
  return { expiresBeforeNext: { organizations, versions: expiring } };
}

/** Presents the effect of a change; names only organizations that the actor may see. */
export async function toPreviewAnswer(
  context: Context,
  actor: Actor,
  { counts, expiries }: SeenOutcomes,
  now: Instant,
): Promise<PreviewAnswer> {
  const { fleet } = context;
  const groups = await inSlices(toPreviewGroups(counts, fleet.foresightAt(now), now, fleet.kinds));
  const names = await namesOf(context, actor, groups);
  return {
    at: now,
    organizations: {
      total: sum(groups, () => true),
      held: sum(groups, ({ movement }) => movement === "slower"),
      faster: sum(groups, ({ movement }) => movement === "faster"),
      otherWeeks: sum(groups, ({ movement }) => movement === "other_weeks"),
      unchanged: sum(groups, ({ movement }) => movement === "stays"),
      outOfReach: sum(groups, ({ reach }) => reach !== "reached"),
    },
    installations: groups.map(({ moves }) => moves).reduce(addMoves, NO_MOVES),
    conflicts: {
      appear: sum(groups, ({ conflict }) => conflict === "appears"),
      end: sum(groups, ({ conflict }) => conflict === "ends"),
    },
    ...toExpiriesAnswer(expiries),
    groups: groups.map((group) => toGroupAnswer(group, names)),
  };
}

function sum(groups: readonly PreviewGroup[], counts: (outcome: Outcome) => boolean): number {
  return groups.reduce((total, group) => total + (counts(group.outcome) ? group.organizations : 0), 0);
}

async function namesOf(
  { store }: Context,
  actor: Actor,
  groups: readonly PreviewGroup[],
): Promise<ReadonlyMap<string, string>> {
  const ids = groups.flatMap((group) => group.organizationIds);
  const scenes = await listOrganizations(store.database, { ids, max: ids.length });
  const seen = scenes.map((scene) => scene.organization).filter((one) => seesOrganization(actor, one));
  return new Map(seen.map(({ id, name }) => [id, name]));
}

function toGroupAnswer(group: PreviewGroup, names: ReadonlyMap<string, string>) {
  const {
    outcome,
    organizations,
    users,
    organizationIds,
    nextBefore,
    nextAfter,
    moves,
    following,
    newerAfter,
  } = group;
  const first = organizationIds.flatMap((id) => {
    const name = names.get(id);
    return name === undefined ? [] : [{ id, name }];
  });
  return {
    reach: outcome.reach,
    movement: outcome.movement,
    from: outcome.before.schedule,
    to: outcome.after.schedule,
    held: outcome.movement === "slower",
    ...(outcome.conflict && { conflict: outcome.conflict }),
    organizations,
    users,
    installations: moves,
    next: {
      ...(nextBefore && { before: toNextAnswer(nextBefore) }),
      ...(nextAfter && { after: toNextAnswer(nextAfter) }),
    },
    following: { total: following, newer: newerAfter },
    first,
    truncated: first.length < organizations,
  };
}
