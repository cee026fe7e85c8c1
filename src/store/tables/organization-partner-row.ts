import type { Selectable } from "kysely";
import type { PerOrganizationSettings } from "../../policy/settings.ts";
import { boolean, nullable, type RowOf, text } from "./columns.ts";
import { fromWord, SCHEDULE_COLUMNS, toWord } from "./schedule-columns.ts";

/** A partner that serves an organization, and what it said for it (R7, R12). It takes its word along (R10). */
export const ORGANIZATION_PARTNER_COLUMNS = {
  organization_id: text(),
  partner_id: text(),
  ...SCHEDULE_COLUMNS,
  allow_customer_override: nullable(boolean()),
};
export type OrganizationPartnerRow = RowOf<typeof ORGANIZATION_PARTNER_COLUMNS>;

/** What one partner of a lineup said, for all organizations of the lineup. */
export const LINEUP_PARTNER_COLUMNS = {
  lineup_id: text(),
  partner_id: text(),
  cadence: SCHEDULE_COLUMNS.cadence,
  deferral_weeks: SCHEDULE_COLUMNS.deferral_weeks,
  allow_customer_override: nullable(boolean()),
};

/** What the partners of one organization said; who said nothing is left out. */
export function toPartnerWords(
  rows: readonly Selectable<OrganizationPartnerRow>[],
): Readonly<Record<string, PerOrganizationSettings>> {
  const words = rows.map((row): [string, PerOrganizationSettings] => [
    row.partner_id,
    { schedule: toWord(row), allowCustomerOverride: row.allow_customer_override },
  ]);
  return Object.fromEntries(
    words.filter(([, word]) => word.schedule !== null || word.allowCustomerOverride !== null),
  );
}

export function fromPartnerWord(word?: PerOrganizationSettings) {
  return {
    ...fromWord(word?.schedule ?? null),
    allow_customer_override: word?.allowCustomerOverride ?? null,
  };
}
