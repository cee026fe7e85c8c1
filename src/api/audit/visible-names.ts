import type { Reference } from "../../ledger/codec.ts";
import { everServing } from "../../ledger/organization-history.ts";
import { type ServedBy, servesOneOf } from "../../ledger/sight.ts";
import type { Database } from "../../store/database.ts";
import { findNamedRecords, type NamedRecord } from "../../store/ledger/ledger-names.ts";
import { entriesAbout } from "../../store/ledger/ledger-table.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import type { Organization } from "../../tenancy/organization.ts";
import { seesOrganization } from "../../tenancy/permission.ts";

/** The references in entries that a viewer reads, and the organizations that these are about. */
export interface Mentioned {
  readonly references: readonly Reference[];
  readonly organizationIds: readonly string[];
}

/**
 * The names that a viewer may know of what is mentioned, by id, also of what was removed: organizations in its subtree
 * and their users, its own partner, partners that serve one of its organizations or ever served one that these entries
 * are about, and releases. All others are left out.
 */
export async function namesAsSeenBy(
  viewer: Actor,
  database: Database,
  serving: ServedBy,
  { references, organizationIds }: Mentioned,
): Promise<Readonly<Record<string, string>>> {
  const found = await findNamedRecords(database, references);
  if (levelOf(viewer.role) === "vendor") return toNames(found);
  const organizations = await organizationsOf(database, found, organizationIds);
  const seen = new Set(organizations.filter((one) => seesOrganization(viewer, one)).map(({ id }) => id));
  const once = await partnersOnce(viewer, database, found, seen);
  const isVisible = (one: NamedRecord): boolean => {
    switch (one.subject) {
      case "release":
        return true;
      case "organization":
        return seen.has(one.id);
      case "user":
        return seen.has(one.record.organizationId);
      case "partner":
        return viewer.partnerId === one.id || once.has(one.id) || servesOneOf(viewer, one.id, serving);
    }
  };
  return toNames(found.filter(isVisible));
}

function toNames(found: readonly NamedRecord[]): Readonly<Record<string, string>> {
  return Object.fromEntries(found.map(({ id, name }) => [id, name]));
}

/** The organizations that are mentioned, that have one of the users, or that the entries are about. */
async function organizationsOf(
  database: Database,
  found: readonly NamedRecord[],
  organizationIds: readonly string[],
): Promise<readonly Organization[]> {
  const mentioned = found.flatMap((one) => (one.subject === "organization" ? [one.id] : []));
  const ofUsers = found.flatMap((one) => (one.subject === "user" ? [one.record.organizationId] : []));
  const missing = new Set([...ofUsers, ...organizationIds].filter((id) => !mentioned.includes(id)));
  const others = await findNamedRecords(
    database,
    [...missing].map((id) => ({ subject: "organization", id })),
  );
  return [...found, ...others].flatMap((one) => (one.subject === "organization" ? [one.record] : []));
}

/** The partners that ever served one of these organizations; only read if another partner is mentioned. */
async function partnersOnce(
  viewer: Actor,
  database: Database,
  found: readonly NamedRecord[],
  organizationIds: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const others = found.some(({ subject, id }) => subject === "partner" && id !== viewer.partnerId);
  if (!others || organizationIds.size === 0) return new Set();
  const about = [...organizationIds].map((id) => ({ subject: "organization", id }) as const);
  return everServing(await entriesAbout(database, about));
}
