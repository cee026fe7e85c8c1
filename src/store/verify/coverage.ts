import { sql } from "kysely";
import { KEY_PURPOSES } from "../../catalog/updater-key.ts";
import type { CredentialSubject } from "../../ledger/credential.ts";
import type { Database, TABLES } from "../database.ts";
import { listSigningKeys } from "../tables/signing-key-table.ts";
import { listUpdaterKeys } from "../tables/updater-key-table.ts";
import type { UncoveredCredentials } from "./verify-credentials.ts";

/** How far a check of the ledger covers a table: `covered` says by what, `not` why not. */
type Coverage = { readonly covered: string } | { readonly not: string };

/** Every table: a change in a covered one, made without an entry of the ledger, is found. */
export const COVERAGE: { readonly [Table in keyof typeof TABLES]: Coverage } = {
  ledger: { covered: "the chain of hashes" },
  ledger_head: { covered: "the chain of hashes" },
  ledger_segments: { covered: "the chain of hashes, and the entries that its index must lead to" },
  partners: { covered: "entries" },
  organizations: { covered: "entries" },
  organization_partners: { covered: "entries about organizations" },
  users: { covered: "entries" },
  releases: { covered: "entries" },
  builds: { covered: "entries" },
  products: { covered: "entries" },
  administrators: { covered: "entries, with a digest of the password, but not when a one-time one ends" },
  second_factors: { covered: "the same digest, but not their names and when they were used" },
  recovery_codes: { covered: "the same digest" },
  tokens: { covered: "entries, with a digest of the secret" },
  forecast_links: { covered: "entries, with a digest of the secret" },
  schedule_requests: { covered: "entries" },
  enrolments: { covered: "entries" },
  enrolment_keys: { covered: "entries about enrolments, with a digest of the tag that the secret makes" },
  sessions: { not: "people who are signed in; a session that was put in lets somebody in" },
  factor_challenges: {
    not: "second factors that are being set up, and sign-ins with passkeys that have begun",
  },
  external_actors: { not: "what people of an identity provider may do, and so what they made" },
  oidc_attempts: { not: "sign-ins at an identity provider that have begun" },
  account_attempts: { not: "how often passwords and codes of an account were tried" },
  signing_keys: { not: "the keys that sign builds" },
  updater_keys: { not: "the keys that sign for updaters" },
  tuf_roots: { not: "the roots of TUF, each of which the keys of the one before signed" },
  lineup_partners: { not: "copies of what partners say, for lists" },
  answered_calls: { not: "answers that a call sent again gets" },
  build_downloads: { not: "who asked for which build" },
  installations: { not: "what installations said of themselves" },
  installation_counts: { not: "counts of installations" },
  computer_counts: { not: "counts of installations by computer" },
  updater_counts: { not: "counts of installations by protocol" },
  new_installations: { not: "how many new installations were counted" },
  unproven_checks: { not: "how many checks had no enrolment key" },
  installation_count_marks: { not: "how far counts of installations were read" },
  adoption_changes: { not: "counts of installations by day" },
  fleet_checkpoints: { not: "copies of the ledger for a faster start; sluice fleet verify compares them" },
  fleet_checkpoint_parts: { not: "as fleet_checkpoints" },
  upkeep: { not: "when what is old was last cleared away" },
  migrations: { not: "the changes of the schema that were made" },
};

/** Something that the ledger does not cover: the table, or the subject of older credentials, and a sentence. */
export interface Uncovered {
  readonly what: string;
  /** How many rows, where it matters, or null. */
  readonly count: number | null;
  readonly message: string;
}

/** What a check of this database could not cover. First what lets somebody in, then the other tables. */
export async function describeUncovered(
  database: Database,
  credentials: UncoveredCredentials,
): Promise<readonly Uncovered[]> {
  const older = Object.entries(credentials).flatMap(([subject, count]) =>
    count === 0 ? [] : [olderCredentials(subject as CredentialSubject, count)],
  );
  const named = [await openSessions(database), await signingKeys(database), await updaterKeys(database)];
  const others = Object.entries(COVERAGE).flatMap(([what, coverage]) =>
    "not" in coverage && named.every((one) => one.what !== what)
      ? [{ what, count: null, message: coverage.not }]
      : [],
  );
  return [...older, ...named, ...others];
}

const OLDER: { readonly [S in CredentialSubject]: string } = {
  token: "secrets of tokens",
  administrator: "passwords of administrators",
  forecast_link: "secrets of forecast links",
};

function olderCredentials(subject: CredentialSubject, count: number): Uncovered {
  const message = `${OLDER[subject]} that are older than the digests in the ledger: ${count}; each is covered once it is made anew`;
  return { what: subject, count, message };
}

async function openSessions(database: Database): Promise<Uncovered> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from sessions where expires_at > now()`.execute(database);
  const count = rows[0]?.count ?? 0;
  const message = `open sessions: ${count}; one that was put in lets somebody in, and "delete from sessions" ends them all`;
  return { what: "sessions", count, message };
}

async function signingKeys(database: Database): Promise<Uncovered> {
  const keys = await listSigningKeys(database);
  const ids = keys.map(({ id, retiredAt }) => (retiredAt === null ? id : `${id} (signs no more)`));
  const message = `signing keys: ${ids.join(", ")}; compare them with those that your clients trust`;
  return { what: "signing_keys", count: keys.length, message };
}

async function updaterKeys(database: Database): Promise<Uncovered> {
  const kept = await Promise.all(KEY_PURPOSES.map((purpose) => listUpdaterKeys(database, purpose)));
  const ids = KEY_PURPOSES.flatMap((purpose, index) =>
    (kept[index] ?? []).map(({ id }) => `${purpose} ${id.slice(0, 16)}`),
  );
  const message = `keys that sign for updaters: ${ids.join(", ")}; compare them with those that your apps trust`;
  return { what: "updater_keys", count: ids.length, message };
}
