import type { Selectable } from "kysely";
import { formatInstant } from "../../instant.ts";
import type { Frequency } from "../../policy/legacy.ts";
import type { OrganizationSettings } from "../../policy/settings.ts";
import type { Organization } from "../../tenancy/organization.ts";
import { double, generated, nullable, type RowOf, text, timestamp } from "./columns.ts";
import { searchKey } from "./name-page.ts";
import {
  type OrganizationPartnerRow,
  toCustomerNumbers,
  toPerOrganizationSettings,
} from "./organization-partner-row.ts";
import { fromSetSchedule, SCHEDULE_COLUMNS, toSetSchedule } from "./schedule-columns.ts";

/** An organization with its own schedule (R8) and its legacy settings (R24). */
export const ORGANIZATION_COLUMNS = {
  id: text(),
  name: text(),
  name_key: text(),
  created_at: timestamp(),
  ...SCHEDULE_COLUMNS,
  legacy_frequency: nullable(text<Frequency>()),
  legacy_weeks: nullable(double()),
  legacy_set_at: nullable(timestamp()),
  /** Written by `partner-lineup.ts` and `organization-batch.ts` alone; empty if no partner serves. */
  lineup_id: generated(text()),
};
type OrganizationRow = RowOf<typeof ORGANIZATION_COLUMNS>;

export interface ConfiguredOrganization {
  readonly organization: Organization;
  readonly settings: OrganizationSettings;
}

export function toConfiguredOrganization(
  row: Selectable<OrganizationRow>,
  serving: readonly Selectable<OrganizationPartnerRow>[],
): ConfiguredOrganization {
  const partnerIds = serving.map((one) => one.partner_id).sort();
  return {
    organization: {
      id: row.id,
      name: row.name,
      partnerIds,
      customerNumbers: toCustomerNumbers(serving),
      createdAt: row.created_at,
    },
    settings: {
      own: toSetSchedule(row),
      partners: toPerOrganizationSettings(serving),
      legacy: toLegacy(row),
    },
  };
}

function toLegacy(row: Selectable<OrganizationRow>): OrganizationSettings["legacy"] {
  const { legacy_frequency: frequency, legacy_weeks: weeks, legacy_set_at: setAt } = row;
  return frequency === null || weeks === null || setAt === null ? null : { frequency, weeks, setAt };
}

export function fromOrganization({ name, createdAt }: Organization) {
  return { name, name_key: searchKey(name), created_at: formatInstant(createdAt) };
}

export function fromOrganizationSettings({ own, legacy }: OrganizationSettings) {
  return {
    ...fromSetSchedule(own),
    legacy_frequency: legacy?.frequency ?? null,
    legacy_weeks: legacy?.weeks ?? null,
    legacy_set_at: legacy ? formatInstant(legacy.setAt) : null,
  };
}
