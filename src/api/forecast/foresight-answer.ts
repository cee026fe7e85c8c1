import type { GroupForesight, GroupNext } from "../../policy/group-foresight.ts";

/** R56: a foresight as answers show it. */
export function toForesightAnswer({ total, managed, current, offered, newer, next }: GroupForesight) {
  return {
    ...(next && { next: toNextAnswer(next) }),
    installations: {
      total,
      managed,
      current,
      offered: offered.map(({ release, installations }) => ({ version: release.version, installations })),
      newer,
    },
  };
}

/** The next version of a group, as answers show it. */
export function toNextAnswer({ release, at, basis, isExact }: GroupNext) {
  return { version: release.version, at, basis, isExact };
}
