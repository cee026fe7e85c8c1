import { randomUUID } from "node:crypto";
import {
  type CreateOrganization,
  organizationDecider,
  recordOrganizations,
} from "../../commands/organizations/create-organization.ts";
import { permit } from "../../commands/perform.ts";
import { ORGANIZATION_LINES, type OrganizationLine } from "../../contract/bulk-data.ts";
import { importEndpoint } from "./import-endpoint.ts";

const KIND = "import_organizations";

export const importOrganizations = importEndpoint({
  path: "/v1/imports/organizations",
  summary:
    "Enter many organizations, from CSV or NDJSON: all of them, or none if a line is bad; dryRun=true only checks",
  kind: {
    shape: ORGANIZATION_LINES,
    permit: (actor) => permit(actor, KIND),
    decider: (actor, quotas) => {
      const decide = organizationDecider(actor, quotas);
      return (database, lines, at) => decide(database, lines.map(toCommand), at);
    },
    record: (transaction, decided) => recordOrganizations(transaction, KIND, decided),
  },
});

function toCommand({ name, partnerIds, ...legacy }: OrganizationLine): CreateOrganization {
  const { legacyFrequency: frequency, legacyWeeks: weeks } = legacy;
  const isLegacy = frequency !== undefined && weeks !== undefined;
  const legacySettings = isLegacy ? { frequency, weeks } : undefined;
  return { kind: KIND, id: randomUUID(), name, partnerIds, legacySettings };
}
