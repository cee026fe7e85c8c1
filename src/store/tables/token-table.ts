import { sql } from "kysely";
import { formatInstant } from "../../instant.ts";
import type { Token } from "../../tenancy/token.ts";
import type { Database } from "../database.ts";
import { idIsOneOf } from "./name-page.ts";
import { type Home, isInSubtreeOf, isOfHome, type RoleScope } from "./scope-conditions.ts";
import { hasSponsor } from "./sponsor-table.ts";
import { fromToken, toToken } from "./token-row.ts";
import { expectOneRow, type RecordPair } from "./write-row.ts";

/** A page of tokens, the oldest first. */
export interface TokenPage extends Home {
  /** Only tokens in the subtree of this scope. */
  readonly subtreeOf?: RoleScope | undefined;
  /** The last one of the previous page. */
  readonly after?: Pick<Token, "id" | "createdAt"> | undefined;
  readonly max: number;
}

/** Every token with the scope of this organization, the oldest first. */
export async function listTokensOf(database: Database, organizationId: string): Promise<readonly Token[]> {
  const rows = await database
    .selectFrom("tokens")
    .selectAll()
    .where("organization_id", "=", organizationId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(toToken);
}

/** The tokens whose sponsor is one of these. */
export async function listSponsoredTokens(
  database: Database,
  sponsorIds: readonly string[],
): Promise<readonly Token[]> {
  const rows = await database
    .selectFrom("tokens")
    .selectAll()
    .where(hasSponsor(sponsorIds))
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map(toToken);
}

export async function findTokens(database: Database, ids: readonly string[]): Promise<readonly Token[]> {
  const rows = await database.selectFrom("tokens").selectAll().where(idIsOneOf(ids)).execute();
  return rows.map(toToken);
}

export async function listTokens(database: Database, page: TokenPage): Promise<readonly Token[]> {
  let query = database.selectFrom("tokens").selectAll();
  query = query.where((expression) => expression.and(isOfHome(page)));
  if (page.subtreeOf) query = query.where(isInSubtreeOf(page.subtreeOf));
  if (page.after) {
    const { id, createdAt } = page.after;
    query = query.where(sql<boolean>`(created_at, id) > (${formatInstant(createdAt)}::timestamptz, ${id})`);
  }
  const rows = await query.orderBy("created_at").orderBy("id").limit(page.max).execute();
  return rows.map(toToken);
}

/** A new token needs the hash of its secret; a later change leaves the hash as it is. */
export async function writeToken(
  database: Database,
  { id, before, after }: RecordPair<Token>,
  secretHash: string | null,
): Promise<void> {
  if (after === null) {
    const { numDeletedRows } = await database.deleteFrom("tokens").where("id", "=", id).executeTakeFirst();
    return expectOneRow(numDeletedRows, "token", id);
  }
  if (before === null) {
    if (secretHash === null) throw new Error(`token ${id} has no secret; record it with recordToken`);
    await database
      .insertInto("tokens")
      .values({ ...fromToken(after), secret_hash: secretHash })
      .execute();
    return;
  }
  const updated = database.updateTable("tokens").set(fromToken(after)).where("id", "=", id);
  expectOneRow((await updated.executeTakeFirst()).numUpdatedRows, "token", id);
}
