import type { Retention } from "../store/tables/installation-upkeep.ts";

/** How long what goes on growing stays in the database. */
export interface Keeping {
  readonly retention: Retention;
  /** After how many days entries of the ledger go to its archive, or null if they stay in the database. */
  readonly ledgerKeepDays: number | null;
}

/** The allowed values of each variable about it. */
export const RETENTION_RULES = [
  "SLUICE_INSTALLATION_RETENTION_DAYS",
  "SLUICE_HISTORY_RETENTION_DAYS",
  "SLUICE_LEDGER_KEEP_DAYS",
].map((name) => ({
  name,
  isRight: (value: string) => /^[1-9]\d{0,3}$/.test(value),
  allowed: "a number of days from 1 to 9999",
}));

export function readKeeping({
  SLUICE_INSTALLATION_RETENTION_DAYS: installation = "90",
  SLUICE_HISTORY_RETENTION_DAYS: history = "400",
  SLUICE_LEDGER_KEEP_DAYS: ledger,
}: Readonly<Record<string, string | undefined>>): Keeping {
  return {
    retention: { installationDays: Number(installation), historyDays: Number(history) },
    ledgerKeepDays: ledger === undefined ? null : Number(ledger),
  };
}
