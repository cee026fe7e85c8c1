import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Config, readConfig } from "../api/config.ts";
import type { LocalRefusalCode } from "../refusal-code.ts";
import { ok, type Refusal, type Result } from "../result.ts";
import { type BackupManifest, exists, writeBackup } from "../store/embedded/backup.ts";
import { lockDataDirectory } from "../store/embedded/data-directory-lock.ts";
import { prepareDataDirectory } from "../store/private-directory.ts";
import type { Finding } from "../store/verify/finding.ts";
import { type Verification, verifyLedger } from "../store/verify/verify-ledger.ts";
import { EXIT, type Failure, fail, type Outcome } from "./command-result.ts";
import { withStore } from "./open-database.ts";
import { readOwnVersion } from "./own-version.ts";
import { showSize } from "./size.ts";
import type { Terminal } from "./terminal.ts";
import { hasTable, NO_LEDGER } from "./verify-ledger-command.ts";

/**
 * The work of `sluice backup`: verifies the ledger, and then writes the file while no server can start. Findings end with
 * exit code 1, and the file is written all the same.
 */
export async function backUp(terminal: Terminal, path: string): Promise<Outcome> {
  const config = readEmbedded(terminal, "pg_dump");
  if (!config.ok) return config;
  const { dataDirectory } = config.value;
  if (!existsSync(join(dataDirectory, "database", "PG_VERSION"))) {
    return fail(EXIT.unreachable, NO_LEDGER);
  }
  const now = new Date();
  const file = toFile(path, now);
  if (existsSync(file)) return fail(EXIT.usage, exists(file));
  const verified = await verify(terminal);
  if (!verified.ok) return verified;
  const { count, head, findings } = verified.value;
  const manifest: BackupManifest = {
    format: 1,
    program: readOwnVersion(),
    createdAt: now.toISOString(),
    entries: count,
    head: { sequence: head.sequence, hash: head.hash },
  };
  const written = await whileLocked(dataDirectory, () => writeBackup(dataDirectory, file, manifest));
  if (!written.ok) return written;
  const elsewhere = keptElsewhere(config.value);
  if (elsewhere.length > 0) terminal.err(`sluice: Not in the backup: ${elsewhere.join(", and ")}.\n`);
  return said(file, manifest, findings);
}

function keptElsewhere({ s3, signingKeyFile }: Config): readonly string[] {
  const builds = s3 === null ? [] : ["the builds and the archive of the ledger in the bucket"];
  return signingKeyFile === null ? builds : [...builds, "the key in SLUICE_SIGNING_KEY_FILE"];
}

function said(file: string, manifest: BackupManifest, findings: readonly Finding[]): Outcome {
  const { entries, head } = manifest;
  const bytes = statSync(file).size;
  const mark = `${head.sequence}:${head.hash}`;
  const text = `${file} has ${entries} entries of the ledger, the last is ${mark} (${showSize(bytes)}).`;
  const json = { file, bytes, ...manifest, findings };
  if (findings.length === 0) return ok({ text, json });
  const doubt = `The ledger does NOT hold (${findings.length} findings, see "sluice ledger verify"); keep older backups.`;
  return ok({ text: `${text}\n${doubt}`, json, exit: EXIT.refused });
}

/** The configuration of an embedded database. Refuses `backup_not_embedded`; `instead`: what to use for PostgreSQL. */
export function readEmbedded({ env }: Terminal, instead: string): Result<Config, Failure> {
  const config = readConfig(env);
  if (!config.ok) return fail(EXIT.usage, config.error);
  if (config.value.databaseUrl === null) {
    return ok({ ...config.value, dataDirectory: resolve(config.value.dataDirectory) });
  }
  const message = `DATABASE_URL names a PostgreSQL server; use ${instead} for it, as docs/operating.md tells.`;
  return fail(EXIT.usage, { code: "backup_not_embedded", message });
}

/** Does something while no server and no other command can use the data directory. */
export async function whileLocked<Value>(
  dataDirectory: string,
  work: () => Promise<Result<Value, Refusal<LocalRefusalCode>>>,
): Promise<Result<Value, Failure>> {
  const prepared = prepareDataDirectory(dataDirectory);
  if (!prepared.ok) return fail(EXIT.unreachable, prepared.error);
  const locked = lockDataDirectory(dataDirectory);
  if (!locked.ok) return fail(EXIT.unreachable, locked.error);
  try {
    const done = await work();
    return done.ok ? done : fail(EXIT.usage, done.error);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return fail(EXIT.usage, {
      code: "file_unwritable",
      message: `The file cannot be written (${error.message}); free some space, or name another place.`,
    });
  } finally {
    locked.value();
  }
}

function toFile(path: string, now: Date): string {
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  if (!isFolder) return resolve(path);
  const moment = now.toISOString().replace(/\.\d+/, "").replaceAll(":", "");
  return resolve(path, `sluice-${moment}.tgz`);
}

function verify(terminal: Terminal): Promise<Result<Verification, Failure>> {
  return withStore(terminal, async (store) =>
    (await hasTable(store, "ledger_head"))
      ? ok(await verifyLedger(store))
      : fail(EXIT.unreachable, NO_LEDGER),
  );
}
