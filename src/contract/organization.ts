import { z } from "zod";
import type { Condition } from "../policy/behind.ts";
import { FREQUENCIES } from "../policy/legacy.ts";
import { LIST_SORTS } from "../policy/list-sort.ts";
import { LIST_STATES } from "../policy/list-state.ts";
import { GoverningCodeField, GoverningRuleField, NotEditableField } from "./codes.ts";
import { KeepField } from "./credential.ts";
import {
  ActorField,
  CustomerNumberField,
  codesField,
  IdField,
  InstantField,
  NameField,
  PageQuery,
  ScheduleField,
  SwitchField,
  TextField,
} from "./fields.ts";
import { InstallationsNow, NextField } from "./foresight.ts";
import { FLEET_FILTERS } from "./installation-filter.ts";

const PartnerIds = z
  .array(IdField)
  .max(20)
  .refine((ids) => new Set(ids).size === ids.length, "a partner can be named once");

/** R23: the legacy settings; `weeks` as they were stored then. */
export const LegacySettings = z.strictObject({
  frequency: z.enum(FREQUENCIES),
  weeks: z.number().int().min(0).max(520),
});

/** The numbers that partners have for an organization in their own systems; null takes one away. Those left out stay. */
const CustomerNumbers = z
  .array(z.strictObject({ partnerId: IdField, number: CustomerNumberField.nullable() }))
  .max(20)
  .refine(
    (numbers) => new Set(numbers.map(({ partnerId }) => partnerId)).size === numbers.length,
    "a partner can be named once",
  );

export const OrganizationBody = z.strictObject({
  name: NameField,
  partnerIds: PartnerIds,
  customerNumbers: CustomerNumbers.optional(),
  legacySettings: LegacySettings.optional(),
});
/** What is left out stays. What a partner that leaves had granted there ends, but for what `keep` names. */
export const OrganizationPatch = z.strictObject({
  name: NameField.optional(),
  partnerIds: PartnerIds.optional(),
  customerNumbers: CustomerNumbers.optional(),
  keep: KeepField.optional(),
});

export const OrganizationAnswer = z.object({
  id: IdField,
  name: z.string(),
  partnerIds: z.array(IdField),
  /** The numbers that partners have for it, as far as the caller may know them: those of its own partner, or all. */
  customerNumbers: z.array(z.object({ partnerId: IdField, number: z.string() })),
  createdAt: InstantField,
});

/** An organization in a list, with what governs it and what comes next. */
const OrganizationItem = OrganizationAnswer.extend({
  schedule: ScheduleField,
  governing: z.object({ rule: GoverningRuleField, code: GoverningCodeField, partnerIds: z.array(IdField) }),
  inherits: z.boolean(),
  /** R10: whether its partners say different things. */
  conflict: z.boolean(),
  /** R12: whether its administrators cannot edit; the opposite of allowCustomerOverride. */
  locked: z.boolean(),
  allowCustomerOverride: z.boolean(),
  /** R24: whether it has legacy settings that are not migrated yet. */
  legacy: z.boolean(),
  next: NextField.optional(),
  installations: InstallationsNow,
});
export const OrganizationList = z.object({
  items: z.array(OrganizationItem),
  /** The number on all pages together; only if `count` asks for it. */
  total: z.number().int().optional(),
});

/** The organizations of which a list or an export tells: those within all of these limits. */
export const ORGANIZATION_FILTERS = {
  partnerId: IdField.optional(),
  q: TextField.max(200).optional(),
  /** Organizations in any of these states. */
  state: codesField(LIST_STATES).optional(),
  ...FLEET_FILTERS,
};

export const OrganizationCountsQuery = z.strictObject({
  partnerId: ORGANIZATION_FILTERS.partnerId,
  q: ORGANIZATION_FILTERS.q,
});

const Count = z.number().int();

/**
 * How many organizations there are; in each state; and with installations that are behind, that are stuck, and in each
 * condition.
 */
export const OrganizationCounts = z.object({
  total: Count,
  states: z.object({
    inherits: Count,
    own: Count,
    conflict: Count,
    locked: Count,
    legacy: Count,
  } satisfies Record<(typeof LIST_STATES)[number], z.ZodType>),
  behind: Count,
  stuck: Count,
  conditions: z.object({
    routed: Count,
    stranded: Count,
    expired: Count,
    runs_blocked: Count,
    managed: Count,
  } satisfies Record<Condition, z.ZodType>),
});

/** `sort`: by name, by age, by what comes next, by the share of installations that run what they should, or by schedule. */
export const OrganizationListQuery = PageQuery.extend({
  ...ORGANIZATION_FILTERS,
  sort: z.enum(LIST_SORTS).default("name"),
  count: SwitchField.optional(),
});

/** R7, R8, R12: the settings of one organization; what is left out stays. */
export const OrganizationSettingsBody = z.strictObject({
  schedule: ScheduleField.optional(),
  allowCustomerOverride: z.boolean().optional(),
});

export const OrganizationSettingsAnswer = z.object({
  schedule: ScheduleField,
  governing: z.object({
    rule: GoverningRuleField,
    code: GoverningCodeField,
    setBy: ActorField.nullable(),
    setAt: InstantField.nullable(),
    since: InstantField,
    partnerIds: z.array(IdField),
  }),
  inherits: z.boolean(),
  allowCustomerOverride: z.boolean(),
  editable: z.boolean(),
  notEditableReason: NotEditableField.optional(),
  conflict: z.array(z.object({ partnerId: IdField, schedule: ScheduleField })).optional(),
  legacy: z.object({ frequency: z.enum(FREQUENCIES), weeks: z.number() }).optional(),
  next: NextField.optional(),
  installations: InstallationsNow,
});
