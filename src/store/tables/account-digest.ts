import { type RawBuilder, sql } from "kysely";
import { digestCredential } from "../../ledger/credential.ts";
import type { Database } from "../database.ts";

/** All that a local account is let in by: the password, the link that was made with it, second factors, recovery codes. */
interface AccountKeys {
  readonly id: string;
  readonly password_hash: string;
  readonly password_is_one_time: boolean;
  readonly link_hash: string | null;
  readonly factors: readonly string[];
  readonly codes: readonly string[];
}

/** The digest of an account in the ledger, as its rows are in this transaction. */
export async function digestAccount(database: Database, id: string): Promise<string> {
  const [digest] = (await digestAccounts(database, sql`one.id = ${id}`)).values();
  if (digest === undefined) throw new Error(`administrator ${id} has no account to digest`);
  return digest;
}

/**
 * The digests of the accounts that a condition about `administrators one` finds, by their ids. What changes at a sign-in
 * is no part of it: the last code of an authenticator app, and how often a passkey signed.
 */
export async function digestAccounts(
  database: Database,
  condition: RawBuilder<unknown>,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<AccountKeys>`
    select id, password_hash, password_is_one_time, case when ${IS_LINK_GOOD} then link_hash end as link_hash,
      array(select concat_ws(' ', kind, id, secret, credential_id, public_key, rp_id) from second_factors
        where administrator_id = one.id) as factors,
      array(select code_hash from recovery_codes where administrator_id = one.id) as codes
    from administrators one where ${condition}`.execute(database);
  return new Map(rows.map((row) => [row.id, digestKeys(row)]));
}

/** A link is good as long as the one-time password that it was made with. */
export const IS_LINK_GOOD = sql<boolean>`(password_is_one_time and link_password_hash = password_hash)`;

/** The digest of a password alone is as it was before there were links and second factors. */
function digestKeys({ password_hash, password_is_one_time, link_hash, factors, codes }: AccountKeys): string {
  const parts = [
    password_hash,
    ...(password_is_one_time ? ["one-time"] : []),
    ...(link_hash === null ? [] : ["link", link_hash]),
    ...[...factors].sort().flatMap((factor) => ["factor", factor]),
    ...[...codes].sort().flatMap((code) => ["code", code]),
  ];
  return digestCredential(parts.join(" "));
}
