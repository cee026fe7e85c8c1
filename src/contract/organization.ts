import { z } from "zod";
import { FREQUENCIES } from "../policy/legacy.ts";
import { LIST_STATES, type ListState } from "../policy/list-state.ts";
import { GoverningCodeField, GoverningRuleField, NotEditableField } from "./codes.ts";
import { KeepField } from "./credential.ts";
import {
  ActorField,
  IdField,
  InstantField,
  NameField,
  PageQuery,
  ScheduleField,
  SwitchField,
  TextField,
} from "./fields.ts";
import { InstallationsNow, NextField } from "./foresight.ts";

const PartnerIds = z
  .array(IdField)
  .max(20)
  .refine((ids) => new Set(ids).size === ids.length, "a partner can be named once");

/** R23: the legacy settings; `weeks` as they were stored then. */
export const LegacySettings = z.strictObject({
  frequency: z.enum(FREQUENCIES),
  weeks: z.number().int().min(0).max(520),
});

export const OrganizationBody = z.strictObject({
  name: NameField,
  partnerIds: PartnerIds,
  legacySettings: LegacySettings.optional(),
});
/** What is left out stays. What a partner that leaves had granted there ends, but for what `keep` names. */
export const OrganizationPatch = z.strictObject({
  name: NameField.optional(),
  partnerIds: PartnerIds.optional(),
  keep: KeepField.optional(),
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

/** One state, or several separated by commas: organizations in any of them. */
const StatesField = z
  .string()
  .max(100)
  .meta({ description: `One or several, with commas between, of ${LIST_STATES.join(", ")}` })
  .transform((text, context) => {
    const asked = text.split(",");
    const states = LIST_STATES.filter((state) => asked.includes(state));
    if (asked.every((one) => isListState(one))) return states;
    const message = `use one or several, separated by commas, of ${LIST_STATES.join(", ")}`;
    context.issues.push({ code: "custom", message, input: text });
    return z.NEVER;
  });

function isListState(text: string): text is ListState {
  return LIST_STATES.some((state) => state === text);
}

/** The sorts of a list of organizations; a dash in front reverses the order. */
export const ORGANIZATION_SORTS = ["name", "-name", "createdAt", "-createdAt", "next", "-next"] as const;
export type OrganizationSortName = (typeof ORGANIZATION_SORTS)[number];

export const OrganizationListQuery = PageQuery.extend({
  partnerId: IdField.optional(),
  q: TextField.max(200).optional(),
  state: StatesField.optional(),
  sort: z.enum(ORGANIZATION_SORTS).default("name"),
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
