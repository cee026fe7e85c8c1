import type { Instant } from "../../instant.ts";
import type { Database } from "../../store/database.ts";
import { listForecastLinks, listSponsoredLinks } from "../../store/tables/forecast-link-table.ts";
import { listAccountsGivenBy, listGivenAccountsOf } from "../../store/tables/given-password-table.ts";
import { findServingPartners } from "../../store/tables/organization-partner-table.ts";
import { findSponsorChains, rightsIn } from "../../store/tables/sponsor-table.ts";
import { listSponsoredTokens, listTokensOf } from "../../store/tables/token-table.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { type Credential, mayBeGrantedBy, ofAccount, ofLink, ofToken } from "./credential.ts";

/** A credential with the present rights of its sponsor, and all the actors above it. */
export interface SponsoredCredential {
  readonly credential: Credential;
  readonly sponsors: readonly (Actor | null)[];
  /** The partners that serve the organization that it is about. */
  readonly servedBy: readonly string[];
  /** Whether its sponsor may grant it as things are now. */
  readonly isCovered: boolean;
}

/** The credentials with a scope in this organization. */
export async function findCredentialsAt(
  database: Database,
  organizationId: string,
  now: Instant,
): Promise<readonly SponsoredCredential[]> {
  const tokens = await listTokensOf(database, organizationId);
  const links = await listForecastLinks(database, organizationId);
  const accounts = await listGivenAccountsOf(database, organizationId);
  const all = [...tokens.map(ofToken), ...links.map(ofLink), ...accounts.map(ofAccount)];
  return withSponsors(database, all, now);
}

/** The credentials whose sponsor is one of these. */
export async function findCredentialsBy(
  database: Database,
  sponsorIds: readonly string[],
  now: Instant,
): Promise<readonly SponsoredCredential[]> {
  const tokens = await listSponsoredTokens(database, sponsorIds);
  const links = await listSponsoredLinks(database, sponsorIds);
  const accounts = await listAccountsGivenBy(database, sponsorIds);
  const all = [...tokens.map(ofToken), ...links.map(ofLink), ...accounts.map(ofAccount)];
  return withSponsors(database, all, now);
}

/** Whether the sponsor of a credential may grant it as things are now. */
export async function isCovered(database: Database, credential: Credential, now: Instant): Promise<boolean> {
  const [found] = await withSponsors(database, [credential], now);
  return found?.isCovered ?? false;
}

async function withSponsors(
  database: Database,
  all: readonly Credential[],
  now: Instant,
): Promise<readonly SponsoredCredential[]> {
  const sponsorIds = [...new Set(all.map(({ sponsor }) => sponsor.id))];
  const chains = await findSponsorChains(database, sponsorIds, now);
  const organizationIds = [...new Set(all.flatMap(({ organizationId }) => organizationId ?? []))];
  const serving = await findServingPartners(database, organizationIds);
  return all.map((credential) => {
    const servedBy = (serving.get(credential.organizationId ?? "") ?? []).map((one) => one.partner_id);
    const chain = chains.get(credential.sponsor.id);
    const rights = rightsIn(chain && { ...chain, servedBy });
    return {
      credential,
      sponsors: chain?.actors ?? [],
      servedBy,
      isCovered: mayBeGrantedBy(credential, rights, servedBy),
    };
  });
}
