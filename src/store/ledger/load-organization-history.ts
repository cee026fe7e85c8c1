import {
  everServing,
  type OrganizationHistory,
  toOrganizationHistory,
} from "../../ledger/organization-history.ts";
import { referencesTo } from "../../ledger/subject.ts";
import type { Database } from "../database.ts";
import { entriesAbout, ledgerHead } from "./ledger-table.ts";

/**
 * Reads the history of an organization; one that never existed has no moments. `userId` is one of its users, or null if
 * none is asked for.
 */
export async function loadOrganizationHistory(
  database: Database,
  organizationId: string,
  userId: string | null,
): Promise<OrganizationHistory> {
  const { sequence: until } = await ledgerHead(database);
  const own = referencesTo("organization", organizationId);
  const users = userId === null ? [] : referencesTo("user", userId);
  const about = await entriesAbout(database, [...own, ...users], until);
  const partners = [...everServing(about)].flatMap((id) => referencesTo("partner", id));
  const entries = [...about, ...(await entriesAbout(database, partners, until))];
  entries.sort((a, b) => a.sequence - b.sequence);
  return toOrganizationHistory(entries, organizationId);
}
