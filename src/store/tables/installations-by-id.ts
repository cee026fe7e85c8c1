import { type Selectable, sql } from "kysely";
import type { Database } from "../database.ts";
import type { RowOf } from "./columns.ts";
import { type INSTALLATION_COLUMNS, type Installation, toInstallation } from "./installation-row.ts";
import type { SearchReach } from "./search-reach.ts";

type Row = Selectable<RowOf<typeof INSTALLATION_COLUMNS>>;

/** Up to this many organizations, each is looked at for itself; it takes some milliseconds. */
const FEW = 5_000;

/** The most installations that are looked at for a partner that serves more organizations than that. */
const MOST_LOOKED_AT = 10_000;

/**
 * The first `max` installations whose ids begin with `q`: as it is written, or all in lower or in upper case. One with
 * exactly this id comes first, then by id and by organization. For a partner that serves more than 5,000 organizations it
 * finds those that are among the first 10,000 which begin like this, so that a common beginning costs little.
 */
export async function searchInstallations(
  database: Database,
  reach: SearchReach,
  q: string,
  max: number,
): Promise<readonly Installation[]> {
  const find = await finderFor(database, reach);
  const spelled = [...new Set([q, q.toLowerCase(), q.toUpperCase()])];
  const found: Row[] = [];
  for (const prefix of spelled) found.push(...(await find(database, prefix, max)));
  const once = new Map(found.map((row) => [JSON.stringify([row.organization_id, row.installation_id]), row]));
  const isWhole = ({ installation_id }: Row) => spelled.includes(installation_id);
  return [...once.values()]
    .sort((a, b) => Number(isWhole(b)) - Number(isWhole(a)) || compare(a, b))
    .slice(0, max)
    .map(toInstallation);
}

function compare(a: Row, b: Row): number {
  return (
    compareTexts(a.installation_id, b.installation_id) || compareTexts(a.organization_id, b.organization_id)
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Gives at most `max` rows whose ids begin with `prefix`, by id. */
type Finder = (database: Database, prefix: string, max: number) => Promise<readonly Row[]>;

async function finderFor(database: Database, { partnerId, ids }: SearchReach): Promise<Finder> {
  if (partnerId === undefined) return ids === undefined ? findEverywhere : findInEach(ids);
  const served = await sql<{ id: string }>`
    select organization_id as id from organization_partners
    where partner_id = ${partnerId} and (${ids === undefined} or organization_id = any(${ids ?? []}::text[]))
    limit ${FEW + 1}`.execute(database);
  return served.rows.length > FEW ? findServedBy(partnerId) : findInEach(served.rows.map(({ id }) => id));
}

/** The condition that an id begins with a text: as a range, which the order of bytes of an index gives. */
function beginsWith(prefix: string) {
  return sql<boolean>`installation_id >= ${prefix} and installation_id < ${`${prefix}\u{10FFFF}`}`;
}

const findEverywhere: Finder = async (database, prefix, max) => {
  const { rows } = await sql<Row>`
    select * from installations where ${beginsWith(prefix)}
    order by installation_id, organization_id limit ${max}`.execute(database);
  return rows;
};

function findInEach(organizationIds: readonly string[]): Finder {
  return async (database, prefix, max) => {
    const { rows } = await sql<Row>`
      select found.* from unnest(${organizationIds}::text[]) as owner (id)
      cross join lateral (
        select * from installations where organization_id = owner.id and ${beginsWith(prefix)}
        order by installation_id limit ${max}
      ) as found
      order by installation_id, organization_id limit ${max}`.execute(database);
    return rows;
  };
}

/** The database decides which of those looked at the partner serves. */
function findServedBy(partnerId: string): Finder {
  return async (database, prefix, max) => {
    const { rows } = await sql<Row>`
      select found.* from (
        select * from installations where ${beginsWith(prefix)}
        order by installation_id, organization_id limit ${MOST_LOOKED_AT}
      ) as found
      where organization_id in (
        select organization_id from organization_partners where partner_id = ${partnerId})
      order by installation_id, organization_id limit ${max}`.execute(database);
    return rows;
  };
}
