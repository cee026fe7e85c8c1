import { z } from "zod";
import { FREQUENCIES } from "../policy/legacy.ts";
import { ActorField, IdField, InstantField, PageQuery, ScheduleField } from "./fields.ts";

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

export const ForecastCalendarQuery = z.strictObject({ token: z.string().min(1).max(200) });
