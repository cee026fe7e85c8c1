import { isSameSchedule } from "../schedule/schedule.ts";
import { type LedgerRecord, scheduleIn, toRecord } from "./record.ts";
import { differs, type Sentence, type SentenceEntry } from "./sentence.ts";

/** Sentences about a change of a partner's settings. */
export function partnerSettingsSentences(entry: SentenceEntry): readonly Sentence[] {
  const name = entry.nameOf(entry.subjectId);
  if (!entry.after) return [{ id: "audit.did.partner_settings.removed", values: { name } }];
  const from = scheduleIn(entry.before, "schedule");
  const to = scheduleIn(entry.after, "schedule");
  const sentences: Sentence[] = [];
  if (!isSameSchedule(from, to)) {
    const id = to ? "audit.did.partner_settings.schedule" : "audit.did.partner_settings.no_schedule";
    sentences.push({ id, values: { name, from: { schedule: from }, to: { schedule: to } } });
  }
  // Where nothing was ever saved, customers may override (R12).
  if ((entry.before?.allowCustomerOverride ?? true) !== entry.after.allowCustomerOverride) {
    const way = entry.after.allowCustomerOverride === true ? "on" : "off";
    sentences.push({ id: `audit.did.partner_settings.override_${way}`, values: { name } });
  }
  return sentences.length > 0 ? sentences : [{ id: "audit.did.partner_settings.changed", values: { name } }];
}

/** Sentences about a change of a customer's settings: its own schedule, each partner's, its legacy settings. */
export function organizationSettingsSentences(entry: SentenceEntry): readonly Sentence[] {
  const name = entry.nameOf(entry.subjectId);
  const { action, after } = entry;
  if (!after && action === "delete_organization") {
    return [{ id: "audit.did.organization_settings.removed", values: { name } }];
  }
  if (action === "migrate_legacy_settings") {
    return [{ id: "audit.did.organization_settings.migrated", values: { name } }];
  }
  if (action === "return_to_inheritance") {
    return [{ id: "audit.did.organization_settings.returned", values: { name } }];
  }
  const sentences = [
    ...ownSentences(entry, name),
    ...partnerIdsIn(entry).flatMap((id) => wordSentences(entry, id)),
  ];
  if (after?.legacy && differs(entry, "legacy")) {
    sentences.push({ id: "audit.did.organization_settings.legacy", values: { name } });
  }
  return sentences.length > 0
    ? sentences
    : [{ id: "audit.did.organization_settings.changed", values: { name } }];
}

function ownSentences({ before, after }: SentenceEntry, name: string | null): Sentence[] {
  const from = scheduleIn(before, "own");
  const to = scheduleIn(after, "own");
  if (isSameSchedule(from, to)) return [];
  const id = to ? "audit.did.organization_settings.schedule" : "audit.did.organization_settings.no_schedule";
  return [{ id, values: { name, from: { schedule: from }, to: { schedule: to } } }];
}

/** R7, R12: what one partner set for this customer alone. */
function wordSentences(entry: SentenceEntry, partnerId: string): Sentence[] {
  const [before, after] = [wordIn(entry.before, partnerId), wordIn(entry.after, partnerId)];
  const values = { name: entry.nameOf(entry.subjectId), partner: entry.nameOf(partnerId) };
  const sentences: Sentence[] = [];
  const from = scheduleIn(before, "schedule");
  const to = scheduleIn(after, "schedule");
  if (!isSameSchedule(from, to)) {
    const what = to ? "partner_schedule" : "no_partner_schedule";
    const schedules = { from: { schedule: from }, to: { schedule: to } };
    sentences.push({ id: `audit.did.organization_settings.${what}`, values: { ...values, ...schedules } });
  }
  const now = after?.allowCustomerOverride ?? null;
  if (now !== (before?.allowCustomerOverride ?? null)) {
    const way = now === null ? "default" : now === true ? "on" : "off";
    sentences.push({ id: `audit.did.organization_settings.override_${way}`, values });
  }
  return sentences;
}

/** The ids of the partners that have, or had, settings for this customer alone. */
export function partnerIdsIn({ before, after }: Pick<SentenceEntry, "before" | "after">): readonly string[] {
  const ids = [before, after].flatMap((record) => Object.keys(toRecord(record?.partners) ?? {}));
  return [...new Set(ids)];
}

export function wordIn(record: LedgerRecord | null, partnerId: string): LedgerRecord | null {
  return toRecord(toRecord(record?.partners)?.[partnerId]);
}

/** R11: sentences about a user's switch. */
export function userSettingsSentences(entry: SentenceEntry): readonly Sentence[] {
  const values = { name: entry.nameOf(entry.subjectId), organization: entry.nameOf(entry.organizationId) };
  if (!entry.after) return [{ id: "audit.did.user_settings.removed", values }];
  const isOn = entry.after.allowAutomaticUpgrades === true;
  if (isOn === (entry.before?.allowAutomaticUpgrades ?? false)) {
    return [{ id: "audit.did.user_settings.changed", values }];
  }
  return [{ id: `audit.did.user_settings.${isOn ? "on" : "off"}`, values }];
}
