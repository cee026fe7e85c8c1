import { z } from "zod";
import { PARTNER_FEATURES } from "../tenancy/partner.ts";
import { NotEditableField } from "./codes.ts";
import {
  ActorField,
  IdField,
  InstantField,
  NameField,
  PageQuery,
  ScheduleField,
  TextField,
} from "./fields.ts";

const Features = z.array(z.enum(PARTNER_FEATURES)).max(PARTNER_FEATURES.length);

export const PartnerBody = z.strictObject({ name: NameField, features: Features.optional() });
export const PartnerPatch = z.strictObject({ name: NameField.optional(), features: Features.optional() });

export const PartnerAnswer = z.object({
  id: IdField,
  name: z.string(),
  features: Features,
  createdAt: InstantField,
});
export const PartnerList = z.object({ items: z.array(PartnerAnswer) });
export const PartnerListQuery = PageQuery.extend({ q: TextField.max(200).optional() });

/** R6, R12: what a partner sets for all its organizations. What is left out stays; a schedule of null sets none. */
export const PartnerSettingsBody = z.strictObject({
  schedule: ScheduleField.nullable().optional(),
  allowCustomerOverride: z.boolean().optional(),
});

export const PartnerSettingsAnswer = z.object({
  schedule: ScheduleField.nullable(),
  allowCustomerOverride: z.boolean(),
  updatedAt: InstantField.nullable(),
  updatedBy: ActorField.nullable(),
  editable: z.boolean(),
  notEditableReason: NotEditableField.optional(),
});
