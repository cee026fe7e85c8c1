import type { SettingValues } from "../serving/configuration.ts";
import type { Retention } from "../store/tables/installation-upkeep.ts";

/** How long what goes on growing stays in the database. */
export interface Keeping {
  readonly retention: Retention;
  /** After how many days entries of the ledger go to its archive, or null if they stay in the database. */
  readonly ledgerKeepDays: number | null;
}

/** The settings about it. */
export const RETENTION_SETTINGS = [
  daysSetting("SLUICE_INSTALLATION_RETENTION_DAYS", "90"),
  daysSetting("SLUICE_HISTORY_RETENTION_DAYS", "400"),
  daysSetting("SLUICE_LEDGER_KEEP_DAYS", null),
] as const;

function daysSetting<Name extends string, Usual extends string | null>(name: Name, usual: Usual) {
  return {
    name,
    usual,
    isRight: (value: string) => /^[1-9]\d{0,3}$/.test(value),
    allowed: "a number of days from 1 to 9999",
  };
}

export function readKeeping({
  SLUICE_INSTALLATION_RETENTION_DAYS: installation,
  SLUICE_HISTORY_RETENTION_DAYS: history,
  SLUICE_LEDGER_KEEP_DAYS: ledger,
}: SettingValues<typeof RETENTION_SETTINGS>): Keeping {
  return {
    retention: { installationDays: Number(installation), historyDays: Number(history) },
    ledgerKeepDays: ledger === undefined ? null : Number(ledger),
  };
}
