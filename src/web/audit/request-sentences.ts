import { scheduleIn, textIn, toRecord } from "./record.ts";
import { changeOf, type Sentence, type SentenceEntry, type SentenceId } from "./sentence.ts";

/** R10: sentences about a request of one partner to another. */
export function scheduleRequestSentences(entry: SentenceEntry): readonly Sentence[] {
  const { before, after } = entry;
  const record = after ?? before;
  const answer = toRecord(after?.answer);
  const kind = textIn(answer, "kind");
  const note = textIn(kind === null ? record : answer, "note");
  const values = {
    organization: entry.nameOf(textIn(record, "organizationId")),
    from: entry.nameOf(textIn(record, "fromPartnerId")),
    to: entry.nameOf(textIn(record, "toPartnerId")),
    schedule: { schedule: scheduleIn(record, "schedule") },
    ...(note !== null && { note }),
  };
  return [{ id: sentenceOf(changeOf(entry), kind, note !== null), values }];
}

function sentenceOf(change: ReturnType<typeof changeOf>, kind: string | null, hasNote: boolean): SentenceId {
  if (change === "created") {
    return hasNote ? "audit.did.schedule_request.created_with_note" : "audit.did.schedule_request.created";
  }
  if (change === "removed") return "audit.did.schedule_request.removed";
  if (kind === "accepted" || kind === "withdrawn") return `audit.did.schedule_request.${kind}`;
  if (kind !== "declined") return "audit.did.schedule_request.changed";
  return hasNote ? "audit.did.schedule_request.declined_with_note" : "audit.did.schedule_request.declined";
}
