import { z } from "zod";
import { ARCHITECTURES } from "../catalog/platform.ts";
import { RELEASE_EVENTS } from "../policy/release-events.ts";
import { GoverningCodeField } from "./codes.ts";
import { ActorField, IdField, InstantField, PlatformField, ScheduleField, VersionField } from "./fields.ts";

/** The most days of an answer. */
export const MOST_YEAR_DAYS = 366;

/**
 * R17: the time that is asked about, told for a new installation on such a computer. By default it is twelve months, of which
 * the ninth is the present one, or the first twelve of an organization that began later; it is told for at most 366 days.
 */
export const YearQuery = z.strictObject({
  platform: PlatformField,
  arch: z.enum(ARCHITECTURES),
  from: InstantField.optional(),
  to: InstantField.optional(),
});

/** By whom it was done and in which entry of the ledger; both null if its date came, or it was so at the beginning. */
const made = { by: ActorField.nullable(), sequence: z.number().int().nullable() };

export type YearQuery = z.output<typeof YearQuery>;

export const YearAnswer = z.object({
  from: InstantField,
  /** Up to when it is told, excluded: earlier than was asked where too much happened to be told at once. */
  to: InstantField,
  /** R17: what is before it is as it was known then; what is after it is as planned. */
  now: InstantField,
  /**
   * What a new installation is offered, one time after the other; a version of null: nothing. The time before the
   * organization was there is in none.
   */
  offers: z.array(
    z.object({
      from: InstantField,
      to: InstantField,
      releaseId: IdField.nullable(),
      version: VersionField.nullable(),
    }),
  ),
  /** What governed in that time, one after the other. */
  schedules: z.array(
    z.object({
      from: InstantField,
      to: InstantField,
      schedule: ScheduleField,
      code: GoverningCodeField,
      /** R15: whether its beginning holds back releases that were already eligible. */
      held: z.boolean(),
      ...made,
    }),
  ),
  /** What happened to releases that are not older than all that are offered, or will by their dates. */
  events: z.array(
    z.object({
      at: InstantField,
      kind: z.enum(RELEASE_EVENTS),
      releaseId: IdField,
      version: VersionField,
      /** R4: when it was due under the schedule of the organization, and is from then on; null: never. */
      dueBefore: InstantField.nullable(),
      dueAt: InstantField.nullable(),
      ...made,
    }),
  ),
});
