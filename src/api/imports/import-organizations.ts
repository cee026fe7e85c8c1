import { randomUUID } from "node:crypto";
import {
  type CreateOrganization,
  type NewOrganization,
  organizationDecider,
  prepareOrganizations,
  recordOrganizations,
} from "../../commands/organizations/create-organization.ts";
import { permit } from "../../commands/perform.ts";
import { ORGANIZATION_LINES, type OrganizationLine } from "../../contract/bulk-data.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import { refuse } from "../../result.ts";
import type { Recorder } from "../../store/ledger/change.ts";
import { findOrganizationsNamed } from "../../store/tables/organization-names.ts";
import type { Organization } from "../../tenancy/organization.ts";
import { seesOrganization } from "../../tenancy/permission.ts";
import { importEndpoint } from "./import-endpoint.ts";
import type { DraftedLines, ImportKind } from "./import-kind.ts";
import type { LineIdentity } from "./line-identity.ts";

const KIND = "import_organizations";

/** The same organization has the same name in any case, under one of the same partners, or also under none. */
const IDENTITY: LineIdentity<OrganizationLine> = {
  keysOf,
  findStored: async (database, actor, lines) => {
    const found = await findOrganizationsNamed(
      database,
      lines.map(({ name }) => name),
    );
    return new Set(found.filter((one) => seesOrganization(actor, one)).flatMap(keysOf));
  },
  toldOf: ({ name, partnerIds }) => {
    const where = partnerIds.length > 0 ? "under the same partner" : "without a partner";
    return refuse(
      "organization_exists",
      `An organization ${JSON.stringify(name)} is there already ${where}; existing=create makes another.`,
    );
  },
};

function keysOf({ name, partnerIds }: Pick<Organization, "name" | "partnerIds">): readonly string[] {
  const key = name.normalize("NFKC").toLowerCase();
  return partnerIds.length > 0 ? partnerIds.map((id) => `${id} ${key}`) : [` ${key}`];
}

/** How lines with organizations are decided and recorded. */
export const ORGANIZATION_IMPORT: ImportKind<OrganizationLine, NewOrganization> = {
  shape: ORGANIZATION_LINES,
  permit: (actor) => permit(actor, KIND),
  decider: (actor, quotas) => {
    const { decide, count } = organizationDecider(actor, quotas);
    return { decide: (database, lines, at) => decide(database, lines.map(toCommand), at), count };
  },
  identity: IDENTITY,
  record,
  drafting: {
    // Settings in the older feature are found by the instant of their entry.
    mayDraft: ({ settings }) => settings === null,
    prepare: prepareOrganizations,
    record,
    ownersOf: ({ organization }) => organization.partnerIds,
    isOvertaken,
  },
};

export const importOrganizations = importEndpoint({
  path: "/v1/imports/organizations",
  summary:
    "Enter many organizations, from CSV or NDJSON: all of them, or none if a line is bad; dryRun=true only checks",
  kind: ORGANIZATION_IMPORT,
});

function record(recorder: Recorder, decided: readonly NewOrganization[]): Promise<void> {
  return recordOrganizations(recorder, KIND, decided);
}

function isOvertaken(by: LedgerEntry, { owners, areAbout, areCounted }: DraftedLines): boolean {
  if (by.subject === "partner") return by.after === null && owners.has(by.id);
  if (by.subject !== "organization") return false;
  return [by.before, by.after].some((one) => {
    if (one === null) return false;
    return areAbout(keysOf(one)) || (areCounted && one.partnerIds.some((id) => owners.has(id)));
  });
}

function toCommand({ name, partnerIds, ...legacy }: OrganizationLine): CreateOrganization {
  const { legacyFrequency: frequency, legacyWeeks: weeks } = legacy;
  const isLegacy = frequency !== undefined && weeks !== undefined;
  const legacySettings = isLegacy ? { frequency, weeks } : undefined;
  return { kind: KIND, id: randomUUID(), name, partnerIds, legacySettings };
}
