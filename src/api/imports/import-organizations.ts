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
import type { Recorder } from "../../store/ledger/change.ts";
import { importEndpoint } from "./import-endpoint.ts";
import type { DraftedLines, ImportKind } from "./import-kind.ts";
import { keysOf, ORGANIZATION_IDENTITY, toNumberChanges } from "./organization-identity.ts";

const KIND = "import_organizations";

/** How lines with organizations are decided and recorded. */
export const ORGANIZATION_IMPORT: ImportKind<OrganizationLine, NewOrganization> = {
  shape: ORGANIZATION_LINES,
  permit: (actor) => permit(actor, KIND),
  decider: (actor, quotas) => {
    const { decide, count } = organizationDecider(actor, quotas);
    return { decide: (database, lines, at) => decide(database, lines.map(toCommand), at), count };
  },
  identity: ORGANIZATION_IDENTITY,
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

function toCommand(line: OrganizationLine): CreateOrganization {
  const { name, partnerIds, legacyFrequency: frequency, legacyWeeks: weeks } = line;
  const isLegacy = frequency !== undefined && weeks !== undefined;
  const legacySettings = isLegacy ? { frequency, weeks } : undefined;
  const customerNumbers = toNumberChanges(line);
  return { kind: KIND, id: randomUUID(), name, partnerIds, customerNumbers, legacySettings };
}
