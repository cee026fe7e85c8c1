import { z } from "zod";
import { FREQUENCIES } from "../policy/legacy.ts";
import { LIST_STATES } from "../policy/list-state.ts";
import {
  ActorField,
  IdField,
  InstantField,
  NameField,
  PageQuery,
  ScheduleField,
  TextField,
  VersionField,
} from "./fields.ts";

const PartnerIds = z
  .array(IdField)
  .max(20)
  .refine((ids) => new Set(ids).size === ids.length, "a partner can be named once");

/** R23: what it had set in the older feature; `weeks` as they were stored then. */
export const LegacySettings = z.strictObject({
  frequency: z.enum(FREQUENCIES),
  weeks: z.number().int().min(0).max(520),
});

export const OrganizationBody = z.strictObject({
  name: NameField,
  partnerIds: PartnerIds,
  legacySettings: LegacySettings.optional(),
});
export const OrganizationPatch = z.strictObject({
  name: NameField.optional(),
  partnerIds: PartnerIds.optional(),
});

export const OrganizationAnswer = z.object({
  id: IdField,
  name: z.string(),
  partnerIds: z.array(IdField),
  createdAt: InstantField,
});

/** An organization in a list, with what governs it and what comes next. */
const OrganizationItem = OrganizationAnswer.extend({
  schedule: ScheduleField,
  governing: z.object({ rule: z.string(), code: z.string() }),
  inherits: z.boolean(),
  next: z.object({ version: VersionField, at: InstantField }).optional(),
});
export const OrganizationList = z.object({ items: z.array(OrganizationItem) });

export const OrganizationListQuery = PageQuery.extend({
  partnerId: IdField.optional(),
  q: TextField.max(200).optional(),
  state: z.enum(LIST_STATES).optional(),
});

/** R7, R8, R12: what is saved for one organization; what is left out stays. */
export const OrganizationSettingsBody = z.strictObject({
  schedule: ScheduleField.optional(),
  allowCustomerOverride: z.boolean().optional(),
});

export const OrganizationSettingsAnswer = z.object({
  schedule: ScheduleField,
  governing: z.object({
    rule: z.string(),
    code: z.string(),
    setBy: ActorField.nullable(),
    setAt: InstantField.nullable(),
    since: InstantField,
    partnerIds: z.array(IdField),
  }),
  inherits: z.boolean(),
  allowCustomerOverride: z.boolean(),
  editable: z.boolean(),
  notEditableReason: z.string().optional(),
  conflict: z.array(z.object({ partnerId: IdField, schedule: ScheduleField })).optional(),
  legacy: z.object({ frequency: z.string(), weeks: z.number() }).optional(),
  next: z.object({ version: VersionField, at: InstantField }).optional(),
});
