import { MOST_OS_VERSION_CHARACTERS } from "../catalog/os-version.ts";
import { MOST_VERSION_CHARACTERS } from "../catalog/running-version.ts";
import { CHECK_LIMITS, type SaidText } from "../feeds/feed.ts";
import { findProvenKey, isCounted } from "../fleet/enrolment-proof.ts";
import type { RawCheckIn } from "../fleet/raw-check-in.ts";
import type { Verdict } from "../policy/verdict.ts";
import type { UpdatesContext } from "./updates-context.ts";

/** A check or a feed request with its verdict; the ids are as they were sent. */
export interface AnsweredRequest
  extends Omit<RawCheckIn, "organizationId" | "installation" | "enrolmentKey" | "offered" | "waitsSince"> {
  readonly verdict: Verdict;
  /** The organization's id, or null if not given. */
  readonly organization: string | null;
  /** The organization's number in memory, or -1 if it is unknown. */
  readonly number: number;
  readonly installation: string | null;
  /** The tag of an enrolment key as it was sent, or null if none was. */
  readonly key: SaidText | null;
}

/**
 * Queues the check-in of an installation of a known organization, to be written later. Costs a check next to nothing.
 *
 * Trusts no caller: an installation's id that is no text of 1 to 200 characters is not noted, and a user, a version or a
 * system that is no text, or too long, counts as not told. What the texts say is looked at later (`CheckIns`). Where the
 * organization requires an enrolment key, one without the tag of a key that counts is not noted.
 */
export function noteCheckIn(
  { fleet, checkIns }: Pick<UpdatesContext, "fleet" | "checkIns">,
  said: AnsweredRequest,
): void {
  const { organization, number, installation } = said;
  if (!isInstallationId(installation) || !isText(organization, CHECK_LIMITS.organization)) return;
  if (!fleet.isOrganization(number)) {
    checkIns.unknown++;
    return;
  }
  const enrolment = fleet.enrolmentAt(number);
  const enrolmentKey = enrolment && findProvenKey(enrolment, said.key);
  if (enrolment && !isCounted(enrolment, enrolmentKey)) {
    checkIns.unprovenChecks.add(enrolment.organizationId);
    return;
  }
  const { target, updater, verdict, at } = said;
  const user = isText(said.user, CHECK_LIMITS.user) ? said.user : null;
  const running = isText(said.running, MOST_VERSION_CHARACTERS) ? said.running : null;
  const os = isText(said.os, MOST_OS_VERSION_CHARACTERS) ? said.os : null;
  checkIns.note({
    organizationId: organization,
    installation,
    user,
    target,
    updater,
    running,
    os,
    managed: said.managed === true,
    enrolmentKey,
    offered: verdict.action === "update" ? verdict.release.version : null,
    at,
    waitsSince: at,
  });
}

/** Whether a value may be the id of an installation; whether it can be stored and read is looked at later. */
export function isInstallationId(value: unknown): value is string {
  return isText(value, CHECK_LIMITS.installation) && value !== "";
}

/** Whether a value is a text of at most this many characters. */
export function isText(value: unknown, longest: number): value is string {
  return typeof value === "string" && value.length <= longest;
}
