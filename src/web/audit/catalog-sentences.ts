import { RELEASE_STATES } from "../../catalog/release.ts";
import { textIn, toRecord } from "./record.ts";
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

export function buildSentences(entry: SentenceEntry): readonly Sentence[] {
  const record = entry.after ?? entry.before;
  const values = { name: textIn(record, "fileName"), release: entry.nameOf(textIn(record, "releaseId")) };
  return [{ id: `audit.did.build.${changeOf(entry)}`, values }];
}
