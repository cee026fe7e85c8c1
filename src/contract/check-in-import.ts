import { z } from "zod";
import { CHECK_LIMITS } from "../feeds/feed.ts";
import { InstantField, SwitchField } from "./fields.ts";

/** The most requests in one call, and the most characters of an address: so the body stays under a MiB. */
export const LOGGED_LIMITS = { requests: 1_000, urlCharacters: 2_000 } as const;

/** Why a logged request is no check-in. */
export const LOGGED_REASONS = [
  "in_the_future",
  "too_old",
  "refused",
  "organization_unknown",
  "without_enrolment_key",
  "names_no_installation",
] as const;
export type LoggedReason = (typeof LOGGED_REASONS)[number];

/** A request of an installation that a cache answered: when, its path with its query, and the header if it had one. */
const LoggedRequest = z.strictObject({
  at: InstantField,
  url: z.string().max(LOGGED_LIMITS.urlCharacters),
  installation: z.string().max(CHECK_LIMITS.installation).optional(),
});
export type LoggedRequest = z.output<typeof LoggedRequest>;

export const CheckInImportBody = z.strictObject({
  requests: z.array(LoggedRequest).min(1).max(LOGGED_LIMITS.requests),
});
export const CheckInImportQuery = z.strictObject({ dryRun: SwitchField.optional() });

export const CheckInImportAnswer = z.object({
  /** The requests that are check-ins. One that is older than what is known of its installation changes nothing. */
  noted: z.number().int(),
  /** The check-ins that were not written: of organizations with too many new installations, or unfit to be stored. */
  surplus: z.number().int(),
  unfit: z.number().int(),
  /** The others, by their place in the list from 0. */
  skipped: z.array(z.object({ index: z.number().int(), reason: z.enum(LOGGED_REASONS) })),
});
