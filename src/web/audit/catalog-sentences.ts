import { RELEASE_STATES } from "../../catalog/release.ts";
import { type LedgerRecord, textIn, toRecord } from "./record.ts";
import { changeOf, differs, type Sentence, type SentenceEntry } from "./sentence.ts";

export function releaseSentences(entry: SentenceEntry): readonly Sentence[] {
  const { before, after } = entry;
  const name = textIn(after ?? before, "version");
  if (!before || !after) {
    const values = { name, at: { at: textIn(after, "automaticAt") } };
    return [{ id: `audit.did.release.${changeOf(entry)}`, values }];
  }
  const sentences = [
    ...stateSentences(entry, name),
    ...dateSentences(entry, name),
    ...criticalSentences(entry, name),
    ...limitSentences(entry, name),
  ];
  return sentences.length > 0 ? sentences : [{ id: "audit.did.release.changed", values: { name } }];
}

function stateSentences(entry: SentenceEntry, name: string | null): Sentence[] {
  const state = RELEASE_STATES.find((known) => known === entry.after?.state);
  return state && differs(entry, "state") ? [{ id: `audit.did.release.${state}`, values: { name } }] : [];
}

function dateSentences(entry: SentenceEntry, name: string | null): Sentence[] {
  const dates = [
    ["automaticAt", "audit.did.release.automatic_date"],
    ["slowAt", "audit.did.release.slow_date"],
    ["supportEndsAt", "audit.did.release.support_date"],
    ["expiresAt", "audit.did.release.expiry_date"],
  ] as const;
  return dates.flatMap(([key, id]) => {
    if (!differs(entry, key)) return [];
    const [from, to] = [textIn(entry.before, key), textIn(entry.after, key)];
    return [{ id, values: { name, from: { at: from }, to: { at: to } } }];
  });
}

/** R20: a critical release passes over every schedule, for a reason. */
function criticalSentences(entry: SentenceEntry, name: string | null): Sentence[] {
  if (!differs(entry, "critical")) return [];
  const critical = toRecord(entry.after?.critical);
  if (!critical) return [{ id: "audit.did.release.not_critical", values: { name } }];
  return [{ id: "audit.did.release.critical", values: { name, reason: textIn(critical, "reason") } }];
}

/** R28, R31: a required step, for a reason, and the computers for which a release is blocked. */
function limitSentences(entry: SentenceEntry, name: string | null): Sentence[] {
  const floor = toRecord(entry.after?.floor);
  const floorSentence: Sentence = floor
    ? { id: "audit.did.release.floor", values: { name, reason: textIn(floor, "reason") } }
    : { id: "audit.did.release.no_floor", values: { name } };
  return [
    ...(differs(entry, "floor") ? [floorSentence] : []),
    ...(differs(entry, "blocks") ? [{ id: "audit.did.release.blocks" as const, values: { name } }] : []),
  ];
}

export function buildSentences(entry: SentenceEntry): readonly Sentence[] {
  const record = entry.after ?? entry.before;
  const values = { name: textIn(record, "fileName"), release: entry.nameOf(textIn(record, "releaseId")) };
  const sentences = [...companionSentences(entry, values), ...updaterSentences(entry, values)];
  return sentences.length > 0 ? sentences : [{ id: `audit.did.build.${changeOf(entry)}`, values }];
}

type BuildValues = Readonly<Record<string, string | null>>;

function companionSentences({ before, after }: SentenceEntry, values: BuildValues): Sentence[] {
  if (!before || !after) return [];
  const [had, has] = [companionsIn(before), companionsIn(after)];
  const added = [...has].filter(([digest]) => !had.has(digest));
  const removed = [...had].filter(([digest]) => !has.has(digest));
  return [
    ...added.map(([, file]) => ({
      id: "audit.did.build.companion_added" as const,
      values: { ...values, file },
    })),
    ...removed.map(([, file]) => ({
      id: "audit.did.build.companion_removed" as const,
      values: { ...values, file },
    })),
  ];
}

/** The names of the files that belong to a build, by their digest. */
function companionsIn(record: LedgerRecord): ReadonlyMap<string | null, string | null> {
  const { companions } = record;
  const records = (Array.isArray(companions) ? companions : []).map(toRecord);
  return new Map(records.map((one) => [textIn(one, "sha256"), textIn(one, "fileName")]));
}

/** The protocols for which a build carries something else than before. */
function updaterSentences(entry: SentenceEntry, values: BuildValues): Sentence[] {
  const list = entry.before && entry.after ? protocolsOf(entry) : [];
  return list.length === 0 ? [] : [{ id: "audit.did.build.updaters", values: { ...values, list: { list } } }];
}

export function productSentences(entry: SentenceEntry): readonly Sentence[] {
  return [{ id: "audit.did.product.changed", values: { list: { list: protocolsOf(entry) } } }];
}

/** The protocols of which something else is said than before. */
function protocolsOf({ before, after }: SentenceEntry): readonly string[] {
  const [had, has] = [toRecord(before?.updaters) ?? {}, toRecord(after?.updaters) ?? {}];
  const isOther = (name: string) => JSON.stringify(had[name]) !== JSON.stringify(has[name]);
  return [...new Set([...Object.keys(had), ...Object.keys(has)])].filter(isOther);
}
