import { z } from "zod";
import { ARCHITECTURES, PLATFORMS } from "../catalog/platform.ts";
import { BEHIND_CODES, CONDITIONS } from "../policy/behind.ts";
import { formatSchedule, parseSchedule } from "../policy/schedule.ts";
import { codesField, IdField, InstantField, SwitchField, versionOr } from "./fields.ts";

/** Stand in a query for the versions that are not counted by name, and for those that told none. */
export const OTHER = "other";
const UNREPORTED = "unreported";

/** Stands in a query for every reason to be behind. */
export const ANY_REASON = "any";

/** Limits on installations by what is counted of them, as fields of a query. */
export const INSTALLATION_FILTERS = {
  /** Those that run this version; `other`: versions without a name; `unreported`: those that told none. */
  version: versionOr(OTHER, UNREPORTED).optional(),
  /** Those that are behind for any of these reasons, or for `any`. */
  behind: codesField([...BEHIND_CODES, ANY_REASON]).optional(),
  /** Those in any of these conditions. */
  condition: codesField(CONDITIONS).optional(),
  platform: z.enum(PLATFORMS).optional(),
  arch: z.enum(ARCHITECTURES).optional(),
  /** Those that run what their verdict says they should, or newer; or the others. */
  current: SwitchField.optional(),
  /** Those that have been offered an update for more than 14 days, asked in the last 14, and still run the older version. */
  stuck: SwitchField.optional(),
};

/** Limits on organizations by what governs them and what their installations run, as fields of a query. */
export const FLEET_FILTERS = {
  ...INSTALLATION_FILTERS,
  /** Organizations of which less than this share of the installations, from 0 to 1, runs what it should. */
  currentBelow: z.coerce.number().min(0).max(1).optional(),
  /** Organizations that any of these schedules governs. */
  schedule: z
    .string()
    .max(400)
    .meta({ description: "One or several, with commas between, such as automatic,latest:2,slow:12" })
    .transform((text, context) => {
      const schedules: string[] = [];
      for (const one of text.split(",")) {
        const read = parseSchedule(one);
        if (read.ok) schedules.push(formatSchedule(read.value));
        else context.issues.push({ code: "custom", message: read.error.message, input: text });
      }
      return schedules;
    })
    .optional(),
  /** Organizations that get this release by their schedule, and at `getsAt` if that is given: those that its dates count. */
  gets: IdField.optional(),
  getsAt: InstantField.optional(),
};
