import { formatOsVersion } from "../catalog/os-version.ts";
import { formatKnownVersion, isUnreadable } from "../catalog/running-version.ts";
import type { Updater } from "../catalog/updaters.ts";
import type { FeedQuestion, SaidText } from "../feeds/feed.ts";
import { targetIndex } from "../fleet/targets.ts";
import type { Instant } from "../instant.ts";
import type { Verdict } from "../policy/verdict.ts";
import { noteCheckIn } from "./note-check-in.ts";
import type { UpdatesContext } from "./updates-context.ts";

/** A request of a feed that was decided. */
interface DecidedRequest {
  readonly updater: Updater;
  readonly question: FeedQuestion;
  /** The installation that asks, or null if it is not known. */
  readonly installation: string | null;
  /** The tag of an enrolment key as the address has it, or null if it has none. */
  readonly key: SaidText | null;
  readonly verdict: Verdict;
  readonly at: Instant;
}

/** Counts a request of a feed, and notes the check-in of its installation if it names one. */
export function noteFeed(context: UpdatesContext, request: DecidedRequest): void {
  const { checks, fleet } = context;
  const { updater, installation, verdict, question } = request;
  checks.feed[updater][verdict.action]++;
  if (installation === null) {
    checks.unnamed[updater]++;
    return;
  }
  const { organization, user, running, isManaged: managed } = question;
  const version = running === null || isUnreadable(running) ? null : formatKnownVersion(running);
  const os = question.os && formatOsVersion(question.os);
  const target = targetIndex(question.target.platform, question.target.arch);
  const number = fleet.numberOf(organization);
  noteCheckIn(context, { ...request, organization, number, user, target, running: version, os, managed });
}
