import { formatVersion } from "../../src/catalog/version.ts";
import { toInstant } from "../../src/instant.ts";
import { Foresight } from "../../src/policy/foresight.ts";
import { type GroupForesight, GroupSum } from "../../src/policy/group-foresight.ts";
import type { InstallationKind } from "../../src/policy/installation-moves.ts";
import { calendarOf } from "../spec/policy-world.ts";
import type { NaiveMember, NaiveNext } from "./naive-next.ts";
import { askerOf, governedAt, type Played } from "./policy-verdict.ts";

/** What the policy foretells of a group, and whether it is told from counts alone. */
export interface PolicyNext {
  readonly next: NaiveNext | null;
  readonly isExact: boolean;
}

/** R56: the next of a group, told from its installations one by one. */
export function policyNext(played: Played, group: readonly NaiveMember[], now: number): PolicyNext {
  const at = toInstant(now);
  const foresight = new Foresight(calendarOf(played.world), at);
  const sum = new GroupSum();
  for (const { asked, installations } of group) {
    const { standing } = governedAt(played.past, { ...asked, at: now });
    sum.add(foresight.ofOne(askerOf(asked), standing, at), installations, null);
  }
  return toNext(sum.result(() => null));
}

/** R56: the same from the counts of those who are alike, who run versions and belong to no user. */
export function policyNextOfCounts(played: Played, group: readonly NaiveMember[], now: number): PolicyNext {
  const at = toInstant(now);
  const foresight = new Foresight(calendarOf(played.world), at);
  const sum = new GroupSum();
  for (const { asked, installations } of group) {
    const { target, running, os, isManaged } = askerOf(asked);
    if (running === null || !("parts" in running)) throw new Error(`${asked.running} is no version`);
    const kind: InstallationKind = { target, running, os, isManaged, runsAhead: false };
    const { standing } = governedAt(played.past, { ...asked, at: now });
    sum.add(foresight.ofKind(kind, standing, at), installations, running);
  }
  return toNext(sum.result(() => null));
}

function toNext({ next }: GroupForesight): PolicyNext {
  if (next === null) return { next, isExact: true };
  const { release, at, isExact } = next;
  return { next: { version: formatVersion(release.version), at }, isExact };
}
