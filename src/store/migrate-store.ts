import { sql } from "kysely";
import { err, ok, type Refusal, type Result, refuse } from "../result.ts";
import type { Database } from "./database.ts";
import { lockForTransaction, MIGRATION_LOCK } from "./locks.ts";
import { createLedger } from "./migrations/001-ledger.ts";
import { createTenancy } from "./migrations/002-tenancy.ts";
import { createCatalog } from "./migrations/003-catalog.ts";
import { createPeople } from "./migrations/004-people.ts";
import { createForecastLinks } from "./migrations/005-forecast-links.ts";
import { createAnsweredCalls } from "./migrations/006-answered-calls.ts";
import { createLedgerOfPeople } from "./migrations/007-ledger-of-people.ts";
import { createSigningKeys } from "./migrations/008-signing-keys.ts";
import { createBuildDownloads } from "./migrations/009-build-downloads.ts";
import { addAnsweredTags } from "./migrations/010-answered-tags.ts";
import { createListsOfThePage } from "./migrations/011-lists-of-the-page.ts";
import { createLineups } from "./migrations/012-lineups.ts";
import { createInstallations } from "./migrations/013-installations.ts";
import { createFleetCheckpoint } from "./migrations/014-fleet-checkpoint.ts";
import { indexNamesByTrigrams } from "./migrations/015-search-by-trigrams.ts";
import { indexLegacySettingsByName } from "./migrations/016-older-settings-by-name.ts";
import { addBuildProofs } from "./migrations/017-build-proofs.ts";
import { boundNewInstallations } from "./migrations/018-new-installations.ts";
import { letRightsEndWithTheirGiver } from "./migrations/020-rights-end-with-their-giver.ts";
import { createInstallationCountMarks } from "./migrations/021-installation-count-marks.ts";
import { countQuotas } from "./migrations/023-quotas.ts";
import { indexUsersByAddress } from "./migrations/024-users-by-address.ts";
import { addWhatBuildsCarry } from "./migrations/025-what-builds-carry.ts";
import { createUpdaterKeys } from "./migrations/026-updater-keys.ts";
import { createProduct } from "./migrations/027-product.ts";
import { noteUpdatersOfInstallations } from "./migrations/028-updaters-of-installations.ts";
import { createTufRoots } from "./migrations/029-tuf-roots.ts";
import { allowSeveralAptKeys } from "./migrations/031-several-apt-keys.ts";
import { addWhatMayBeRun } from "./migrations/032-what-may-be-run.ts";
import { noteComputersOfInstallations } from "./migrations/033-computers-of-installations.ts";
import { keepWhatWasSaid } from "./migrations/034-entries-keep-what-was-said.ts";
import { createLedgerSegments } from "./migrations/035-ledger-segments.ts";
import { noteWhatIsUndone } from "./migrations/036-what-entries-undo.ts";
import { createSecondFactors } from "./migrations/037-second-factors.ts";
import { createScheduleRequests } from "./migrations/040-schedule-requests.ts";
import { indexForTheHelpDesk } from "./migrations/041-search-for-the-help-desk.ts";
import { noteProofsAndSignIns } from "./migrations/044-proofs-and-sign-ins.ts";
import { createEnrolmentKeys } from "./migrations/045-enrolment-keys.ts";
import { addCustomerNumbers } from "./migrations/047-customer-numbers.ts";
import type { Store } from "./store.ts";

/** Every migration, oldest first. Each of these has run somewhere: never change one, add another. */
const MIGRATIONS: ReadonlyMap<string, (database: Database) => Promise<void>> = new Map([
  ["001-ledger", createLedger],
  ["002-tenancy", createTenancy],
  ["003-catalog", createCatalog],
  ["004-people", createPeople],
  ["005-forecast-links", createForecastLinks],
  ["006-answered-calls", createAnsweredCalls],
  ["007-ledger-of-people", createLedgerOfPeople],
  ["008-signing-keys", createSigningKeys],
  ["009-build-downloads", createBuildDownloads],
  ["010-answered-tags", addAnsweredTags],
  ["011-lists-of-the-page", createListsOfThePage],
  ["012-lineups", createLineups],
  ["013-installations", createInstallations],
  ["014-fleet-checkpoint", createFleetCheckpoint],
  ["015-search-by-trigrams", indexNamesByTrigrams],
  ["016-older-settings-by-name", indexLegacySettingsByName],
  ["017-build-proofs", addBuildProofs],
  ["018-new-installations", boundNewInstallations],
  ["020-rights-end-with-their-giver", letRightsEndWithTheirGiver],
  ["021-installation-count-marks", createInstallationCountMarks],
  ["023-quotas", countQuotas],
  ["024-users-by-address", indexUsersByAddress],
  ["025-what-builds-carry", addWhatBuildsCarry],
  ["026-updater-keys", createUpdaterKeys],
  ["027-product", createProduct],
  ["028-updaters-of-installations", noteUpdatersOfInstallations],
  ["029-tuf-roots", createTufRoots],
  ["031-several-apt-keys", allowSeveralAptKeys],
  ["032-what-may-be-run", addWhatMayBeRun],
  ["033-computers-of-installations", noteComputersOfInstallations],
  ["034-entries-keep-what-was-said", keepWhatWasSaid],
  ["035-ledger-segments", createLedgerSegments],
  ["036-what-entries-undo", noteWhatIsUndone],
  ["037-second-factors", createSecondFactors],
  ["040-schedule-requests", createScheduleRequests],
  ["041-search-for-the-help-desk", indexForTheHelpDesk],
  ["044-proofs-and-sign-ins", noteProofsAndSignIns],
  ["045-enrolment-keys", createEnrolmentKeys],
  ["047-customer-numbers", addCustomerNumbers],
]);

/**
 * Brings the schema up to date in one transaction; if several servers start at once, one of them does it. Gives the
 * names of the migrations that ran; refuses `database_newer_than_program`, and then nothing has changed.
 */
export async function migrateStore(
  store: Store,
): Promise<Result<readonly string[], Refusal<"database_newer_than_program">>> {
  return store.database
    .transaction()
    .setIsolationLevel("read committed")
    .execute(async (transaction) => {
      await lockForTransaction(transaction, MIGRATION_LOCK);
      await sql`create table if not exists migrations (name text primary key)`.execute(transaction);
      const unknown = await findUnknownMigration(transaction);
      return unknown === null ? ok(await runMissing(transaction)) : err(newerThanProgram(unknown));
    });
}

/**
 * Makes the index for searching parts of names where the extension for it was added after the migration. Gives whether it
 * was made now. While it is made, organizations cannot be changed.
 */
export async function indexNamesAgain({ database }: Store): Promise<boolean> {
  return database
    .transaction()
    .setIsolationLevel("read committed")
    .execute(async (transaction) => {
      await lockForTransaction(transaction, MIGRATION_LOCK);
      if (await isIndexed(transaction)) return false;
      await indexNamesByTrigrams(transaction);
      return isIndexed(transaction);
    });
}

async function isIndexed(database: Database): Promise<boolean> {
  const { rows } = await sql<{ isThere: boolean }>`
    select to_regclass('organizations_by_part_of_name') is not null as "isThere"`.execute(database);
  return rows[0]?.isThere ?? false;
}

async function runMissing(transaction: Database): Promise<readonly string[]> {
  const done = await listDone(transaction);
  const missing = [...MIGRATIONS].filter(([name]) => !done.includes(name));
  for (const [name, run] of missing) {
    await run(transaction);
    await transaction.insertInto("migrations").values({ name }).execute();
  }
  return missing.map(([name]) => name);
}

/** The first migration in the database that this program does not have, or null if it knows them all. */
export async function findUnknownMigration(database: Database): Promise<string | null> {
  const { rows } = await sql<{ exists: boolean }>`
    select to_regclass('migrations') is not null as exists`.execute(database);
  if (!rows[0]?.exists) return null;
  const done = await listDone(database);
  return done.find((name) => !MIGRATIONS.has(name)) ?? null;
}

async function listDone(database: Database): Promise<readonly string[]> {
  const rows = await database.selectFrom("migrations").select("name").orderBy("name").execute();
  return rows.map((row) => row.name);
}

export function newerThanProgram(migration: string): Refusal<"database_newer_than_program"> {
  return refuse(
    "database_newer_than_program",
    `The database was migrated by a newer version of this program (migration ${migration} is unknown here); run that version or a later one.`,
  );
}
