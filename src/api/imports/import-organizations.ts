import { randomUUID } from "node:crypto";
import { ORGANIZATION_LINES, type OrganizationLine } from "../../contract/bulk-data.ts";
import type { Instant } from "../../instant.ts";
import { type OrganizationSettings, UNCONFIGURED_ORGANIZATION } from "../../policy/settings.ts";
import { ok, type Refusal, type Result } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { listPartners } from "../../store/tables/partner-table.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { Organization } from "../../tenancy/organization.ts";
import { may } from "../../tenancy/permission.ts";
import { mayChangePartners, mayEnterServedBy } from "../organizations/may-be-served-by.ts";
import { notAllowed, notFound } from "../refusals.ts";
import { importEndpoint } from "./import-endpoint.ts";
import type { DecideLines } from "./import-kind.ts";

interface NewOrganization {
  readonly organization: Organization;
  readonly settings: OrganizationSettings | null;
}

export const importOrganizations = importEndpoint({
  path: "/v1/imports/organizations",
  summary:
    "Enter many organizations, from CSV or NDJSON: all of them, or none if a line is bad; dryRun=true only checks",
  kind: {
    shape: ORGANIZATION_LINES,
    permit: (actor) => (may(actor, "manage_organizations") ? ok(true) : notAllowed("add organizations")),
    decider,
    async record(transaction, ready) {
      const action = "import_organizations";
      const entered = ready.map(({ organization }) => organization);
      const organizations = entered.map((after) => ({ id: after.id, before: null, after }));
      await transaction.recordAll(
        organizations.map((one) => ({ subject: "organization", action, ...one }) as const),
      );
      await transaction.recordAll(
        ready.flatMap(({ organization: { id }, settings: after }) =>
          after ? [{ subject: "organization_settings", action, id, before: null, after } as const] : [],
        ),
      );
    },
  },
});

/** As `POST /v1/organizations` decides about one; which partners exist is asked once for each of them. */
function decider(actor: Actor): DecideLines<OrganizationLine, NewOrganization> {
  const known = new Map<string, boolean>();
  return async (database, lines, at) => {
    await learnPartners(database, known, lines);
    return lines.map((line) => decide(actor, known, line, at));
  };
}

async function learnPartners(
  database: Database,
  known: Map<string, boolean>,
  lines: readonly OrganizationLine[],
): Promise<void> {
  const ids = [...new Set(lines.flatMap((line) => line.partnerIds))].filter((id) => !known.has(id));
  if (ids.length === 0) return;
  const found = await listPartners(database, { ids, max: ids.length });
  const existing = new Set(found.map(({ partner }) => partner.id));
  for (const id of ids) known.set(id, existing.has(id));
}

function decide(
  actor: Actor,
  known: ReadonlyMap<string, boolean>,
  { name, partnerIds, legacyFrequency: frequency, legacyWeeks: weeks }: OrganizationLine,
  at: Instant,
): Result<NewOrganization, Refusal> {
  const entered = mayEnterServedBy(actor, partnerIds);
  if (!entered.ok) return entered;
  const mine = mayChangePartners(actor, partnerIds);
  if (!mine.ok) return mine;
  if (!partnerIds.every((id) => known.get(id))) return notFound("partner");
  const organization = { id: randomUUID(), name, partnerIds, createdAt: at };
  if (frequency === undefined || weeks === undefined) return ok({ organization, settings: null });
  const legacy = { frequency, weeks, setAt: at };
  return ok({ organization, settings: { ...UNCONFIGURED_ORGANIZATION, legacy } });
}
