import type { GroupForesight } from "../../policy/group-foresight.ts";
import type { ComingOffer } from "../../policy/next-offer.ts";

/** R56: a foresight as answers show it. */
export function toForesightAnswer({ basis, total, managed, current, offered, newer, next }: GroupForesight) {
  return {
    ...toNext(next, basis),
    installations: {
      total,
      managed,
      current,
      offered: offered.map(({ release, installations }) => ({ version: release.version, installations })),
      newer,
    },
  };
}

/** The next version with its instant, or nothing if none is in sight. */
export function toNext(next: ComingOffer | null, basis: GroupForesight["basis"]) {
  return next ? { next: { version: next.release.version, at: next.at, basis } } : {};
}
