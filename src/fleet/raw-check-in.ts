import { Buffer } from "node:buffer";
import type { Updater } from "../catalog/updaters.ts";
import type { Version } from "../catalog/version.ts";
import type { Instant } from "../instant.ts";

/** A check-in as it arrived. It is looked at only later, so that a check has next to nothing to do. */
export interface RawCheckIn {
  readonly organizationId: string;
  readonly installation: string;
  readonly user: string | null;
  /** The target's index in `TARGETS`. */
  readonly target: number;
  /** The protocol of the feed that was asked, or null if the check was. */
  readonly updater: Updater | null;
  /** The version as text, or null if the check did not name one. */
  readonly running: string | null;
  /** R32: the version of the operating system as text, or null if it was not said. */
  readonly os: string | null;
  /** R30: whether something other than Sluice decides what the installation runs. */
  readonly managed: boolean;
  /** The number of the organization's enrolment key whose tag it had, or null if it had the tag of none that counts. */
  readonly enrolmentKey: number | null;
  /** The version that was offered, or null if it was told to stay. */
  readonly offered: Version | null;
  readonly at: Instant;
  /** Since when the installation waits to be written: `at`, or earlier if it asked again meanwhile. */
  waitsSince: Instant;
}

/**
 * The check-in as it can wait, with texts of its own: a text that was cut out of an address holds the whole address in
 * memory. The id of its organization is in lower case.
 */
export function toWaiting(noted: RawCheckIn): RawCheckIn {
  const { organizationId, installation, user, running, os } = noted;
  return {
    ...noted,
    organizationId: copyOf(organizationId.toLowerCase()),
    installation: copyOf(installation),
    user: user && copyOf(user),
    running: running && copyOf(running),
    os: os && copyOf(os),
  };
}

function copyOf(text: string): string {
  // What is no text in spite of its type is told by the writer, and holds up no other.
  if (typeof text !== "string") return text;
  const encoding = isPlain(text) ? "latin1" : "utf16le";
  return Buffer.from(text, encoding).toString(encoding);
}

/** Whether a text has nothing but printable ASCII, as nearly every id. */
export function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return true;
}
