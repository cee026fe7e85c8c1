import { withoutPartners } from "../../policy/change.ts";
import type { Scene } from "../../policy/editability.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import type { Change } from "../../store/ledger/change.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { type CustomerNumberChange, changeNumbers } from "../../tenancy/customer-number.ts";
import type { Keep } from "../../tenancy/keep.ts";
import type { Organization } from "../../tenancy/organization.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { type CredentialsEffect, endCredentialsAt } from "../credentials/end-credentials.ts";
import type { Definition } from "../definition.ts";
import { mayAddOne } from "../quotas.ts";
import { findVisibleScene } from "./find-visible-scene.ts";
import { NumbersInUse } from "./numbers-in-use.ts";
import { mayBeServedBy } from "./served-by.ts";

/**
 * Changes an organization's name, the partners that serve it or their numbers for it; what is left out stays. What a partner that no longer
 * serves it set for it is removed (R10), and what its people and tokens had granted there ends, or is kept on purpose.
 */
export interface ChangeOrganization {
  readonly kind: "change_organization";
  readonly id: string;
  readonly name?: string | undefined;
  readonly partnerIds?: readonly string[] | undefined;
  /** The numbers that change; those of a partner that no longer serves it go with that partner. */
  readonly customerNumbers?: readonly CustomerNumberChange[] | undefined;
  readonly keep?: Keep | undefined;
}

/** An organization after the change, and what it did to what partners had granted there. */
interface ChangedOrganization {
  readonly organization: Organization;
  readonly credentials: CredentialsEffect;
}

export const changeOrganization: Definition<ChangeOrganization, ChangedOrganization> = {
  perform: async (change, attempt, command) => {
    const { actor } = attempt;
    const scene = await findVisibleScene(change.database, actor, command.id);
    if (!scene) return notFound("organization");
    if (!may(actor, "manage_organizations")) return notAllowed("change organizations");
    const before = scene.organization;
    const decided = await decide(change, actor, before, command);
    if (!decided.ok) return decided;
    const after = decided.value;
    await record(change, scene, after);
    const leftPartnerIds = before.partnerIds.filter((partnerId) => !after.partnerIds.includes(partnerId));
    const left = { organizationId: before.id, leftPartnerIds };
    const credentials = await endCredentialsAt(change, attempt, left, {
      action: command.kind,
      keep: command.keep,
    });
    return credentials.ok ? ok({ organization: after, credentials: credentials.value }) : credentials;
  },
};

async function decide(
  change: Change,
  actor: Actor,
  before: Organization,
  command: ChangeOrganization,
): Promise<Result<Organization, Refusal>> {
  const { name = before.name, partnerIds = before.partnerIds, customerNumbers = [] } = command;
  const serving = { before: before.partnerIds, after: partnerIds };
  const served = await mayBeServedBy(change.database, actor, serving);
  if (!served.ok) return served;
  const added = partnerIds.filter((partnerId) => !before.partnerIds.includes(partnerId));
  const within = await mayAddOne(change, actor, "partner_organizations", added);
  if (!within.ok) return within;
  const numbers = changeNumbers(actor, before.customerNumbers, partnerIds, customerNumbers);
  if (!numbers.ok) return numbers;
  const after = { ...before, name, partnerIds, customerNumbers: numbers.value };
  const [claimed] = await new NumbersInUse().claim(change.database, [after]);
  return claimed && !claimed.ok ? claimed : ok(after);
}

async function record(
  change: Change,
  { organization: before, settings }: Scene,
  after: Organization,
): Promise<void> {
  const { id } = before;
  const action: ChangeOrganization["kind"] = "change_organization";
  const left = before.partnerIds.filter((partnerId) => !after.partnerIds.includes(partnerId));
  const kept = withoutPartners(settings, left);
  if (kept !== settings) {
    await change.record({ subject: "organization_settings", id, action, before: settings, after: kept });
  }
  if (JSON.stringify(after) !== JSON.stringify(before)) {
    await change.record({ subject: "organization", id, action, before, after });
  }
}
