import { RELEASE_STATES } from "../../catalog/release.ts";
import { textIn, toRecord } from "./record.ts";
import { changeOf, differs, type Sentence, type SentenceEntry } from "./sentence.ts";

export function releaseSentences(told: SentenceEntry): readonly Sentence[] {
  const { before, after } = told;
  const name = textIn(after ?? before, "version");
  if (!before || !after) {
    const values = { name, at: { at: textIn(after, "automaticAt") } };
    return [{ id: `audit.did.release.${changeOf(told)}`, values }];
  }
  const said = [
    ...stateSentences(told, name),
    ...dateSentences(told, name),
    ...criticalSentences(told, name),
  ];
  return said.length > 0 ? said : [{ id: "audit.did.release.changed", values: { name } }];
}

function stateSentences(told: SentenceEntry, name: string | null): Sentence[] {
  const state = RELEASE_STATES.find((known) => known === told.after?.state);
  return state && differs(told, "state") ? [{ id: `audit.did.release.${state}`, values: { name } }] : [];
}

function dateSentences(told: SentenceEntry, name: string | null): Sentence[] {
  const dates = [
    ["automaticAt", "audit.did.release.automatic_date"],
    ["slowAt", "audit.did.release.slow_date"],
  ] as const;
  return dates.flatMap(([key, id]) => {
    if (!differs(told, key)) return [];
    const [from, to] = [textIn(told.before, key), textIn(told.after, key)];
    return [{ id, values: { name, from: { at: from }, to: { at: to } } }];
  });
}

/** R20: a critical release passes over every schedule, for a reason. */
function criticalSentences(told: SentenceEntry, name: string | null): Sentence[] {
  if (!differs(told, "critical")) return [];
  const critical = toRecord(told.after?.critical);
  if (!critical) return [{ id: "audit.did.release.not_critical", values: { name } }];
  return [{ id: "audit.did.release.critical", values: { name, reason: textIn(critical, "reason") } }];
}

export function buildSentences(told: SentenceEntry): readonly Sentence[] {
  const record = told.after ?? told.before;
  const values = { name: textIn(record, "fileName"), release: told.nameOf(textIn(record, "releaseId")) };
  return [{ id: `audit.did.build.${changeOf(told)}`, values }];
}
