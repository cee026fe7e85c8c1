import type { SettingValues } from "../serving/configuration.ts";
import { DEFAULT_QUOTAS, QUOTA_NAMES, type QuotaName, type QuotaNumbers } from "../tenancy/quota.ts";

const PAIR = /^\s*([a-z_]+)\s*=\s*([1-9]\d{0,14})\s*$/;

/** The setting of the quotas. */
export const QUOTA_SETTINGS = [
  {
    name: "SLUICE_QUOTAS",
    usual: null,
    isRight: (value: string) => parseQuotas(value) !== null,
    allowed: `name=number pairs separated by commas, each name once and each number from 1 on; names are ${QUOTA_NAMES.join(", ")}`,
  },
] as const;

/** Reads the quotas: the defaults, but for those that `SLUICE_QUOTAS` names. */
export function readQuotas(given: SettingValues<typeof QUOTA_SETTINGS>): QuotaNumbers {
  return { ...DEFAULT_QUOTAS, ...parseQuotas(given.SLUICE_QUOTAS ?? "") };
}

/** Reads `name=number` pairs separated by commas; null if one is malformed, unknown or there twice. */
function parseQuotas(text: string): Partial<QuotaNumbers> | null {
  const read = new Map<QuotaName, number>();
  for (const pair of text.split(",").filter((one) => one.trim() !== "")) {
    const [, name, most] = PAIR.exec(pair) ?? [];
    const known = QUOTA_NAMES.find((one) => one === name);
    if (!known || read.has(known)) return null;
    read.set(known, Number(most));
  }
  return Object.fromEntries(read);
}
