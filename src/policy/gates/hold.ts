import { type Hold, isHeldBack } from "../standing.ts";
import type { Candidate, Gate } from "./gate.ts";
import { ALWAYS, NEVER } from "./opening.ts";

/** R15: after a change to a slower cadence, releases that were already eligible then are held back. */
export const HOLD: Gate = {
  name: "hold",
  rule: "R15",
  isPassedByCritical: true,
  isPassedByStep: true,
  holdsBack: true,
  opening(candidate) {
    const hold = holdOn(candidate);
    return hold === null || isInstalledAfter(candidate, hold) ? ALWAYS : NEVER;
  },
  reason(candidate) {
    const hold = holdOn(candidate);
    return hold && { code: "held_back", version: candidate.entry.release.version, since: hold.since };
  },
  remark(candidate) {
    const hold = holdOn(candidate);
    return hold && { code: "installed_after_change", since: hold.since };
  },
  trace: null,
};

/** The hold that keeps this release back, or null if none does. */
function holdOn({ entry, standing: { hold } }: Candidate): Hold | null {
  return hold && isHeldBack(entry, hold) ? hold : null;
}

/** R15: an installation known to be installed after the change is not held. */
function isInstalledAfter({ asker }: Candidate, hold: Hold): boolean {
  return asker !== null && asker.installedAt !== null && asker.installedAt > hold.since;
}
