import type { Instant } from "../../instant.ts";
import { eligibleAt } from "../eligible.ts";
import type { Candidate, Gate } from "./gate.ts";
import { NEVER, openFrom } from "./opening.ts";

/**
 * R3, R4: a release is due from its channel's date plus the deferral; R20: a critical one from its automatic upgrade
 * date.
 */
export const CHANNEL_DATE: Gate = {
  name: "channel_date",
  rule: "R4",
  isPassedByCritical: false,
  isPassedByStep: true,
  holdsBack: false,
  opening(candidate) {
    const from = dueAt(candidate);
    return from === null ? NEVER : openFrom(from);
  },
  reason(candidate) {
    const { version, state } = candidate.entry.release;
    // For a release that is neither due nor published there is nothing to report.
    if (state !== "published") return null;
    const from = dueAt(candidate);
    return from === null
      ? { code: "not_on_slow_channel", version }
      : { code: "deferred", version, eligibleAt: from };
  },
  trace: null,
};

/** R4, R20: when a release becomes due for a candidate, or null if its channel never gets it. */
export function dueAt({ entry: { release }, standing, critical }: Candidate): Instant | null {
  return critical ? release.automaticAt : eligibleAt(release, standing.schedule);
}
