import { CHECK_LIMITS } from "../feeds/feed.ts";
import type { RawCheckIn } from "../fleet/check-ins.ts";
import type { UpdatesContext } from "./updates-context.ts";

/** A check or a feed request with its verdict; the ids are as they were sent. */
export interface AnsweredRequest extends Omit<RawCheckIn, "organizationId" | "installation"> {
  /** The organization's id, or null if not given. */
  readonly organization: string | null;
  /** The organization's number in memory, or -1 if it is unknown. */
  readonly number: number;
  readonly installation: string | null;
}

/**
 * Queues the check-in of an installation of a known organization, to be written later. Costs a check next to nothing.
 */
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
