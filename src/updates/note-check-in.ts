import { CHECK_LIMITS } from "../feeds/feed.ts";
import type { RawCheckIn } from "../fleet/check-ins.ts";
import type { UpdatesContext } from "./updates-context.ts";

/** What a check or a feed request said, and what it was answered; the ids as they came. */
export interface AnsweredRequest extends Omit<RawCheckIn, "organizationId" | "installation"> {
  /** Null if it did not say. */
  readonly organization: string | null;
  /** The number that it has in memory. */
  readonly number: number;
  readonly installation: string | null;
}

/** Remembers, to be written down later, what an installation of a known organization runs. Costs a check next to nothing. */
export function noteCheckIn(
  { fleet, checkIns }: Pick<UpdatesContext, "fleet" | "checkIns">,
  said: AnsweredRequest,
): void {
  const { organization, number, installation } = said;
  if (installation === null || organization === null) return;
  if (installation.length > CHECK_LIMITS.installation) return;
  const organizationId = fleet.knownId(number, organization);
  if (organizationId === null) {
    checkIns.unknown++;
    return;
  }
  const { user, target, running, verdict, at } = said;
  checkIns.note({ organizationId, installation, user, target, running, verdict, at });
}
