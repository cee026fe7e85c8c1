import type { Schedule } from "../schedule/schedule.ts";

/** A record as stored in the ledger: JSON whose shape depends on the subject. */
export type LedgerRecord = Readonly<Record<string, unknown>>;

export function toRecord(json: unknown): LedgerRecord | null {
  return typeof json === "object" && json !== null && !Array.isArray(json) ? (json as LedgerRecord) : null;
}

export function textIn(record: LedgerRecord | null, key: string): string | null {
  const value = record?.[key];
  return typeof value === "string" ? value : null;
}

/** Reads a schedule, or the schedule inside a set schedule (which also has who set it and when). */
export function scheduleIn(record: LedgerRecord | null, key: string): Schedule | null {
  const value = toRecord(record?.[key]);
  const schedule = toRecord(value?.schedule) ?? value;
  const { cadence, deferralWeeks } = schedule ?? {};
  if (cadence !== "automatic" && cadence !== "latest" && cadence !== "slow") return null;
  return cadence === "automatic" ? { cadence } : { cadence, deferralWeeks: Number(deferralWeeks ?? 0) };
}

export function listIn(record: LedgerRecord | null, key: string): readonly string[] {
  const value = record?.[key];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}
