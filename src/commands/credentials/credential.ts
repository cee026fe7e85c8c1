import type { GivenAccount } from "../../store/tables/given-password-table.ts";
import type { Actor, ActorReference } from "../../tenancy/actor.ts";
import type { Administrator } from "../../tenancy/administrator.ts";
import type { ForecastLink } from "../../tenancy/forecast-link.ts";
import { may, seesOrganization } from "../../tenancy/permission.ts";
import { hasSameRights, rightsWithin } from "../../tenancy/present-rights.ts";
import { sponsorOf } from "../../tenancy/sponsor.ts";
import type { Token } from "../../tenancy/token.ts";

/**
 * Something with which others get in, and its sponsor: a token, a link to a forecast, or the account of an administrator
 * for whom somebody made a one-time password.
 */
export type Credential = {
  readonly id: string;
  readonly sponsor: ActorReference;
  /** The organization whose partners decide about it, or null if it is about none. */
  readonly organizationId: string | null;
} & (
  | { readonly subject: "token"; readonly record: Token }
  | { readonly subject: "forecast_link"; readonly record: ForecastLink }
  | {
      readonly subject: "administrator";
      readonly record: Administrator;
      /** False if the administrator has set another password since then. */
      readonly isOneTime: boolean;
    }
);

export function ofToken(record: Token): Credential {
  const { id, actor } = record;
  return { subject: "token", id, record, sponsor: sponsorOf(record), organizationId: actor.organizationId };
}

export function ofLink(record: ForecastLink): Credential {
  const { id, organizationId } = record;
  return { subject: "forecast_link", id, record, sponsor: sponsorOf(record), organizationId };
}

export function ofAccount({ administrator: record, givenBy: sponsor, isOneTime }: GivenAccount): Credential {
  const { id, organizationId } = record;
  return { subject: "administrator", id, record, sponsor, organizationId, isOneTime };
}

/** Whether someone with these rights, or with none, may grant the credential as it is. */
export function mayBeGrantedBy(
  credential: Credential,
  rights: Actor | null,
  servedBy: readonly string[],
): boolean {
  if (rights === null) return false;
  switch (credential.subject) {
    case "token":
      return isWithin(credential.record.actor, rights, servedBy);
    case "administrator":
      return may(rights, "manage_administrators") && isWithin(credential.record, rights, servedBy);
    case "forecast_link": {
      const organization = { id: credential.record.organizationId, partnerIds: servedBy };
      return may(rights, "change_organization_settings") && seesOrganization(rights, organization);
    }
  }
}

function isWithin(held: Actor, limit: Actor, servedBy: readonly string[]): boolean {
  const rights = rightsWithin(held, limit, servedBy);
  return rights !== null && hasSameRights(rights, held);
}
