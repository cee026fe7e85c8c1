import type { Selectable } from "kysely";
import type { PerOrganizationSettings } from "../../policy/settings.ts";
import { type CustomerNumbers, toNumbers } from "../../tenancy/customer-number.ts";
import { textKey } from "../../tenancy/text-key.ts";
import { boolean, nullable, type RowOf, text } from "./columns.ts";
import { fromSetSchedule, SCHEDULE_COLUMNS, toSetSchedule } from "./schedule-columns.ts";

/**
 * A partner that serves an organization, what it set for it (R7, R12), and its number for it; both are removed with it
 * (R10).
 */
export const ORGANIZATION_PARTNER_COLUMNS = {
  organization_id: text(),
  partner_id: text(),
  ...SCHEDULE_COLUMNS,
  allow_customer_override: nullable(boolean()),
  customer_number: nullable(text()),
  /** The number as {@link textKey} gives it, by which it is found. */
  customer_number_key: nullable(text()),
};
export type OrganizationPartnerRow = RowOf<typeof ORGANIZATION_PARTNER_COLUMNS>;

/** What one partner of a partner lineup set, for all organizations of the lineup. */
export const LINEUP_PARTNER_COLUMNS = {
  lineup_id: text(),
  partner_id: text(),
  cadence: SCHEDULE_COLUMNS.cadence,
  deferral_weeks: SCHEDULE_COLUMNS.deferral_weeks,
  allow_customer_override: nullable(boolean()),
};

/** What the partners of one organization set; partners that set nothing are left out. */
export function toPerOrganizationSettings(
  rows: readonly Selectable<OrganizationPartnerRow>[],
): Readonly<Record<string, PerOrganizationSettings>> {
  const entries = rows.map((row): [string, PerOrganizationSettings] => [
    row.partner_id,
    { schedule: toSetSchedule(row), allowCustomerOverride: row.allow_customer_override },
  ]);
  return Object.fromEntries(
    entries.filter(([, settings]) => settings.schedule !== null || settings.allowCustomerOverride !== null),
  );
}

export function fromPerOrganizationSettings(settings?: PerOrganizationSettings) {
  return {
    ...fromSetSchedule(settings?.schedule ?? null),
    allow_customer_override: settings?.allowCustomerOverride ?? null,
  };
}

/** The numbers that the partners of one organization gave. */
export function toCustomerNumbers(rows: readonly Selectable<OrganizationPartnerRow>[]): CustomerNumbers {
  return toNumbers(
    rows.flatMap(({ partner_id, customer_number: number }) =>
      number === null ? [] : [[partner_id, number]],
    ),
  );
}

export function fromCustomerNumber(number: string | undefined) {
  return {
    customer_number: number ?? null,
    customer_number_key: number === undefined ? null : textKey(number),
  };
}
