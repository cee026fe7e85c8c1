import { z } from "zod";
import { FORESIGHT_BASES } from "../policy/group-foresight.ts";
import { FREQUENCIES } from "../policy/legacy.ts";
import { LOCALES } from "../tenancy/locale.ts";
import {
  ActorField,
  IdField,
  InstantField,
  PageQuery,
  RunningVersionField,
  ScheduleField,
  VersionField,
} from "./fields.ts";

/**
 * R56: the first instant at which somebody counted there is offered an update that is not offered now, and which. With the
 * basis new_installation nobody is counted, and it is what a new installation gets. Where each of many installations has its
 * own turn in a rollout (R18) or its user a hold (R15), it is the earliest instant there can be, and not exact.
 */
export const NextField = z.object({
  version: VersionField,
  at: InstantField,
  basis: z.enum(FORESIGHT_BASES),
  /** False if it is the earliest instant there can be, because each of many installations has its own turn or hold. */
  isExact: z.boolean(),
});

const Count = z.number().int();

/** How many installations run newer than their schedule has reached. */
export const NewerInstallations = z
  .object({
    installations: Count,
    oldest: RunningVersionField.nullable(),
    newest: RunningVersionField.nullable(),
  })
  .nullable();

/** R56: the known installations, and what is to be said of them beside what comes next. */
export const InstallationsNow = z.object({
  total: Count,
  /** R30: how many more are managed by something other than Sluice. */
  managed: Count,
  /** How many of them run what their verdict says they should, or newer. */
  current: Count,
  /** What is offered now, and to how many; the newest version first. */
  offered: z.array(z.object({ version: VersionField, installations: Count })),
  /**
   * How many run what is newer than every release that their schedule has reached, and the oldest and newest version of
   * them, as far as that is counted by name; null if none does.
   */
  newer: NewerInstallations,
});

/** A part of the list of organizations, by name. */
export const OrganizationPartQuery = PageQuery.extend({ partnerId: IdField.optional() });

export const ConflictListQuery = OrganizationPartQuery.extend({ organizationId: IdField.optional() });

/** R10: an organization whose partners say different things, with each partner's word. */
const Conflict = z.object({
  organizationId: IdField,
  organizationName: z.string(),
  sides: z.array(
    z.object({
      partnerId: IdField,
      partnerName: z.string(),
      schedule: ScheduleField,
      setAt: InstantField,
      /** Whether it is the partner's default; otherwise it was set for this organization (R7). */
      isDefault: z.boolean(),
      /** R13: whether the partner can change it, and so answer a request. */
      canChange: z.boolean(),
    }),
  ),
});
export const ConflictList = z.object({ items: z.array(Conflict) });

/** R23, R24: a legacy setting and the schedule it becomes; `clamped` if its weeks were beyond today's limits. */
const LegacyMigration = z.object({
  organizationId: IdField,
  organizationName: z.string(),
  frequency: z.enum(FREQUENCIES),
  weeks: z.number(),
  schedule: ScheduleField,
  clamped: z.boolean(),
  setAt: InstantField,
});
export const LegacyMigrationList = z.object({ items: z.array(LegacyMigration) });

const forecastLink = {
  id: IdField,
  organizationId: IdField,
  createdAt: InstantField,
  createdBy: ActorField,
};
export const ForecastLinkList = z.object({ items: z.array(z.object(forecastLink)) });

/** A new link: its address is shown once, and anyone who has it can read the forecast until the link is revoked. */
export const ForecastLinkCreated = z.object({ ...forecastLink, url: z.string() });

/** `language`: that of the calendar's texts, English if left out. */
export const ForecastCalendarQuery = z.strictObject({
  token: z.string().min(1).max(200),
  language: z.enum(LOCALES).default("en"),
});
