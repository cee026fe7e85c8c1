import { REASONS, type ReasonCode } from "../policy/reason.ts";
import { toSchedule } from "../policy/schedule.ts";
import { showInstant, showSchedule } from "./format-text.ts";

/** A reason as the API gives it: its code and its parameters. */
export type WireReason = { readonly code: string; readonly [parameter: string]: unknown };

/** One sentence for each reason code (R25). */
const SENTENCES: Record<ReasonCode, (reason: WireReason) => string> = {
  not_on_slow_channel: (reason) => `${text(reason, "version")} is not on the slow channel.`,
  deferred: (reason) => `${text(reason, "version")} is deferred until ${moment(reason, "eligibleAt")}.`,
  newest_eligible: (reason) =>
    `${text(reason, "version")} is the newest eligible release, since ${moment(reason, "eligibleAt")}.`,
  already_on_newest: (reason) => `It already runs ${text(reason, "version")}, the newest it may run.`,
  runs_newer: (reason) =>
    `It runs ${text(reason, "version")}, newer than ${text(reason, "newestEligible")}; there is never a downgrade.`,
  nothing_eligible: () => "No release is eligible.",
  build_lacks_signature: (reason) =>
    `The build of ${text(reason, "version")} lacks what its updater needs (${text(reason, "updaters")}).`,
  no_build_for_platform: (reason) => `${text(reason, "version")} has no build for this platform.`,
  vendor_default: (reason) => `The vendor default applies: ${schedule(reason)}.`,
  partner_default: (reason) => `The partner's default applies: ${schedule(reason)}.`,
  partner_organization_schedule: (reason) =>
    `A partner gave this organization its own schedule: ${schedule(reason)}.`,
  organization_schedule: (reason) => `The organization's own schedule applies: ${schedule(reason)}.`,
  partners_in_conflict: (reason) =>
    `The partners configured it differently, so the vendor default applies: ${schedule(reason)}.`,
  user_on_automatic_upgrades: (reason) => `The user is on automatic upgrades: ${schedule(reason)}.`,
  held_back: (reason) =>
    `${text(reason, "version")} is held back since the change to a slower cadence on ${moment(reason, "since")}.`,
  installed_after_change: (reason) =>
    `It was installed after the change of ${moment(reason, "since")}, so nothing is held back.`,
  rollout_waiting: (reason) =>
    `${text(reason, "version")} is being rolled out; this installation's turn is ${moment(reason, "entersAt")}.`,
  asked_by_hand: (reason) =>
    `A person asked by hand, so ${text(reason, "version")} does not wait for its turn.`,
  release_paused: (reason) => `${text(reason, "version")} is paused.`,
  release_withdrawn: (reason) => `${text(reason, "version")} is withdrawn.`,
  release_not_published: (reason) => `${text(reason, "version")} is planned, but not published yet.`,
  critical_release: (reason) => `${text(reason, "version")} is critical: ${text(reason, "reason")}.`,
  legacy_settings: (reason) => `Legacy settings count as what they will become: ${schedule(reason)}.`,
  step_on_the_way: (reason) =>
    `${text(reason, "version")} is a step on the way to ${text(reason, "target")}: nothing older than ${text(reason, "floor")} goes there directly.`,
  floor_out_of_reach: (reason) =>
    `Nothing from ${text(reason, "floor")} on can be reached, because no release of that line can be run first (${text(reason, "why")}).`,
  steps_not_applied: () => "Nothing is known of what it runs, so no step on the way is chosen for it.",
  version_expired: (reason) =>
    `${text(reason, "version")} has been past its end of life since ${moment(reason, "expiredAt")}, so it must be left.`,
  left_early: (reason) => `So that it can be left, this was set aside: ${text(reason, "setAside")}.`,
  expired_nothing_newer: (reason) =>
    `There is nothing newer that it could leave to (${text(reason, "why")}).`,
  managed_elsewhere: () => "What this computer runs is decided elsewhere, so it stays.",
  release_blocked: (reason) =>
    `${text(reason, "version")} is blocked for this computer: ${text(reason, "reason")}.`,
  runs_blocked: () => "What it runs is withdrawn, or blocked for this computer; it may keep it.",
  os_too_old: (reason) =>
    `${text(reason, "version")} needs a newer operating system: ${text(reason, "needs")}.`,
  os_too_new: (reason) =>
    `${text(reason, "version")} is for operating systems up to ${text(reason, "upTo")}.`,
  builds_expected: (reason) => `${text(reason, "version")} has no builds yet; they are expected by its date.`,
  version_unreadable: () => "The version that it says it runs cannot be read, so it stays.",
};

/** `R4  45.4.1.32313 is deferred until 2025-05-27 UTC.`; an unknown code is shown unchanged. */
export function reasonText(reason: WireReason): string {
  if (!isReasonCode(reason.code)) return reason.code;
  return `${REASONS[reason.code].rule.padEnd(3)}  ${SENTENCES[reason.code](reason)}`;
}

function isReasonCode(code: string): code is ReasonCode {
  return Object.hasOwn(SENTENCES, code);
}

function text(reason: WireReason, name: string): string {
  return String(reason[name] ?? "?");
}

function moment(reason: WireReason, name: string): string {
  return showInstant(text(reason, name));
}

function schedule(reason: WireReason): string {
  const wire = reason.schedule;
  if (typeof wire !== "object" || wire === null || !("cadence" in wire)) return text(reason, "schedule");
  const weeks = "deferralWeeks" in wire ? Number(wire.deferralWeeks) : undefined;
  const parsed = toSchedule(String(wire.cadence), weeks);
  return parsed.ok ? showSchedule(parsed.value) : String(wire.cadence);
}
