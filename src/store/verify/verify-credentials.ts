import { sql } from "kysely";
import { type CredentialSubject, digestCredential } from "../../ledger/credential.ts";
import { describeSubject } from "../../ledger/subject.ts";
import { emailKey } from "../../tenancy/administrator.ts";
import type { Database } from "../database.ts";
import { digestAccounts } from "../tables/account-digest.ts";
import type { Finding } from "./finding.ts";

/** What the database stores of one credential, and what the ledger last said of it. */
interface Credential {
  readonly id: string;
  /** The digest of what is stored. */
  readonly stored: string;
  /** The digest in the last entry that has one, or null if no entry of this record has one yet. */
  readonly recorded: string | null;
}

/** How many records of each subject have an entry, but none with a digest: they are older than the digests. */
export type UncoveredCredentials = { readonly [S in CredentialSubject]: number };

/**
 * Compares every secret and password with the digest in the ledger, and so finds those that were replaced without an
 * entry. Rows that no entry speaks of are findings of `verifySubject`.
 */
export async function verifyCredentials(
  database: Database,
): Promise<{ readonly findings: readonly Finding[]; readonly uncovered: UncoveredCredentials }> {
  const findings: Finding[] = [];
  const uncovered = { token: 0, administrator: 0, forecast_link: 0 };
  for (const subject of Object.keys(uncovered) as CredentialSubject[]) {
    for (const { id, stored, recorded } of await LOADERS[subject](database)) {
      if (recorded === null) uncovered[subject] += 1;
      else if (recorded !== stored) findings.push(differs(subject, id));
    }
  }
  return { findings, uncovered };
}

const LOADERS: {
  readonly [S in CredentialSubject]: (database: Database) => Promise<readonly Credential[]>;
} = {
  token: (database) => loadSecrets(database, "token", "tokens"),
  forecast_link: (database) => loadSecrets(database, "forecast_link", "forecast_links"),
  administrator: loadAccounts,
};

async function loadSecrets(database: Database, subject: CredentialSubject, table: string) {
  const { rows } = await sql<{ id: string; secret_hash: string; recorded: string | null }>`
    select id, secret_hash, ${lastDigest(subject)} as recorded from ${sql.table(table)} one
    where exists (${entries(subject)}) order by id`.execute(database);
  return rows.map(({ id, secret_hash, recorded }) => ({
    id,
    stored: digestCredential(secret_hash),
    recorded,
  }));
}

/** The address that an administrator signs in with belongs to the credential: another one lets another person try. */
async function loadAccounts(database: Database): Promise<readonly Credential[]> {
  const { rows } = await sql<{
    id: string;
    email: string;
    email_key: string;
    recorded: string | null;
  }>`select id, email, email_key, ${lastDigest("administrator")} as recorded
    from administrators one where exists (${entries("administrator")}) order by id`.execute(database);
  const digests = await digestAccounts(database, sql`true`);
  return rows.map(({ id, email, email_key, recorded }) => {
    const stored = email_key === emailKey(email) ? (digests.get(id) ?? "removed meanwhile") : email_key;
    return { id, stored, recorded };
  });
}

function entries(subject: CredentialSubject) {
  return sql`select from ledger_entries where subject = ${subject} and subject_id = one.id`;
}

function lastDigest(subject: CredentialSubject) {
  return sql`(select after->>'credential' from ledger_entries
    where subject = ${subject} and subject_id = one.id and after->>'credential' is not null
    order by sequence desc limit 1)`;
}

function differs(subject: CredentialSubject, id: string): Finding {
  const { noun } = describeSubject(subject);
  const message = `What lets ${noun} ${id} in was replaced without an entry in the ledger; revoke it or renew it, and find out who used it.`;
  return { code: "credential_differs", subject, id, message };
}
