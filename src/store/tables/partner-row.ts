import type { Selectable } from "kysely";
import { formatInstant } from "../../instant.ts";
import type { ConfiguredPartner } from "../../policy/editability.ts";
import type { PartnerSettings } from "../../policy/settings.ts";
import type { ActorReference } from "../../tenancy/actor.ts";
import type { Partner, PartnerFeature } from "../../tenancy/partner.ts";
import { boolean, jsonb, nullable, type RowOf, text, texts, timestamp, toJsonText } from "./columns.ts";
import { searchKey } from "./name-page.ts";
import { fromSetSchedule, SCHEDULE_COLUMNS, toSetSchedule } from "./schedule-columns.ts";

/** A partner with its default (R6) and its switches. */
export const PARTNER_COLUMNS = {
  id: text(),
  name: text(),
  name_key: text(),
  features: texts<PartnerFeature>(),
  created_at: timestamp(),
  ...SCHEDULE_COLUMNS,
  allow_customer_override: boolean(),
  updated_at: nullable(timestamp()),
  updated_by: nullable(jsonb<ActorReference>()),
};
type PartnerRow = RowOf<typeof PARTNER_COLUMNS>;

export function toConfiguredPartner(row: Selectable<PartnerRow>): ConfiguredPartner {
  const { id, name, features, created_at: createdAt } = row;
  return { partner: { id, name, features, createdAt }, settings: toPartnerSettings(row) };
}

function toPartnerSettings(row: Selectable<PartnerRow>): PartnerSettings {
  return {
    schedule: toSetSchedule(row),
    allowCustomerOverride: row.allow_customer_override,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
  };
}

export function fromPartnerSettings(settings: PartnerSettings) {
  return {
    ...fromSetSchedule(settings.schedule),
    allow_customer_override: settings.allowCustomerOverride,
    updated_at: settings.updatedAt === null ? null : formatInstant(settings.updatedAt),
    updated_by: toJsonText(settings.updatedBy),
  };
}

export function fromPartner({ name, features, createdAt }: Partner) {
  return { name, name_key: searchKey(name), features, created_at: formatInstant(createdAt) };
}
