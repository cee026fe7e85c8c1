import { isSameSchedule } from "../schedule/schedule.ts";
import { type LedgerRecord, scheduleIn, toRecord } from "./record.ts";
import { differs, type Sentence, type SentenceEntry } from "./sentence.ts";

/** Sentences about a change of a partner's settings. */
export function partnerSettingsSentences(told: SentenceEntry): readonly Sentence[] {
  const name = told.nameOf(told.subjectId);
  if (!told.after) return [{ id: "audit.did.partner_settings.removed", values: { name } }];
  const from = scheduleIn(told.before, "schedule");
  const to = scheduleIn(told.after, "schedule");
  const said: Sentence[] = [];
  if (!isSameSchedule(from, to)) {
    const id = to ? "audit.did.partner_settings.schedule" : "audit.did.partner_settings.no_schedule";
    said.push({ id, values: { name, from: { schedule: from }, to: { schedule: to } } });
  }
  // Where nothing was ever saved, customers may override (R12).
  if ((told.before?.allowCustomerOverride ?? true) !== told.after.allowCustomerOverride) {
    const way = told.after.allowCustomerOverride === true ? "on" : "off";
    said.push({ id: `audit.did.partner_settings.override_${way}`, values: { name } });
  }
  return said.length > 0 ? said : [{ id: "audit.did.partner_settings.changed", values: { name } }];
}

/** Sentences about a change of a customer's settings: its own schedule, each partner's, its legacy settings. */
export function organizationSettingsSentences(told: SentenceEntry): readonly Sentence[] {
  const name = told.nameOf(told.subjectId);
  const { action, after } = told;
  if (!after && action === "delete_organization") {
    return [{ id: "audit.did.organization_settings.removed", values: { name } }];
  }
  if (action === "migrate_legacy_settings") {
    return [{ id: "audit.did.organization_settings.migrated", values: { name } }];
  }
  if (action === "return_to_inheritance") {
    return [{ id: "audit.did.organization_settings.returned", values: { name } }];
  }
  const said = [...ownSentences(told, name), ...partnerIdsIn(told).flatMap((id) => wordSentences(told, id))];
  if (after?.legacy && differs(told, "legacy")) {
    said.push({ id: "audit.did.organization_settings.legacy", values: { name } });
  }
  return said.length > 0 ? said : [{ id: "audit.did.organization_settings.changed", values: { name } }];
}

function ownSentences({ before, after }: SentenceEntry, name: string | null): Sentence[] {
  const from = scheduleIn(before, "own");
  const to = scheduleIn(after, "own");
  if (isSameSchedule(from, to)) return [];
  const id = to ? "audit.did.organization_settings.schedule" : "audit.did.organization_settings.no_schedule";
  return [{ id, values: { name, from: { schedule: from }, to: { schedule: to } } }];
}

/** R7, R12: what one partner set for this customer alone. */
function wordSentences(told: SentenceEntry, partnerId: string): Sentence[] {
  const [before, after] = [wordIn(told.before, partnerId), wordIn(told.after, partnerId)];
  const values = { name: told.nameOf(told.subjectId), partner: told.nameOf(partnerId) };
  const said: Sentence[] = [];
  const from = scheduleIn(before, "schedule");
  const to = scheduleIn(after, "schedule");
  if (!isSameSchedule(from, to)) {
    const what = to ? "partner_schedule" : "no_partner_schedule";
    const schedules = { from: { schedule: from }, to: { schedule: to } };
    said.push({ id: `audit.did.organization_settings.${what}`, values: { ...values, ...schedules } });
  }
  const now = after?.allowCustomerOverride ?? null;
  if (now !== (before?.allowCustomerOverride ?? null)) {
    const way = now === null ? "default" : now === true ? "on" : "off";
    said.push({ id: `audit.did.organization_settings.override_${way}`, values });
  }
  return said;
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
export function userSettingsSentences(told: SentenceEntry): readonly Sentence[] {
  const values = { name: told.nameOf(told.subjectId), organization: told.nameOf(told.organizationId) };
  if (!told.after) return [{ id: "audit.did.user_settings.removed", values }];
  const isOn = told.after.allowAutomaticUpgrades === true;
  if (isOn === (told.before?.allowAutomaticUpgrades ?? false)) {
    return [{ id: "audit.did.user_settings.changed", values }];
  }
  return [{ id: `audit.did.user_settings.${isOn ? "on" : "off"}`, values }];
}
