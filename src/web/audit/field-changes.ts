import type { AuditEntry } from "../data/audit.ts";
import type { MessageId } from "../language/message-ids.ts";
import { numberIn } from "./people-sentences.ts";
import { type LedgerRecord, scheduleIn, toRecord } from "./record.ts";
import type { SentenceEntry } from "./sentence.ts";
import { partnerIdsIn, wordIn } from "./settings-sentences.ts";

/** The fields that have a label; any other is shown by its key. */
export type FieldName =
  Extract<MessageId, `audit.field.${string}`> extends `audit.field.${infer Name}` ? Name : never;

/** A field that changed. */
export interface FieldChange {
  readonly field: string;
  /** The id of the partner whose setting it is. */
  readonly partnerId?: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Fields that are not shown: the entry itself says who saved and when, and its sentence how a request was answered. */
const UNSAID = new Set(["id", "updatedAt", "updatedBy", "partners", "customerNumbers", "answer"]);

/** The fields that differ between the two records. */
export function toFieldChanges(entry: AuditEntry): readonly FieldChange[] {
  const before = toRecord(entry.before);
  const after = toRecord(entry.after);
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const plain = keys
    .filter((key) => !UNSAID.has(key))
    .map((field) => ({ field, before: shownOf(before, field), after: shownOf(after, field) }));
  const words = partnerIdsIn({ before, after }).flatMap((partnerId) => {
    const [was, is] = [wordIn(before, partnerId), wordIn(after, partnerId)];
    return [
      {
        field: "partner_schedule",
        partnerId,
        before: scheduleIn(was, "schedule"),
        after: scheduleIn(is, "schedule"),
      },
      { field: "partner_override", partnerId, before: overrideIn(was), after: overrideIn(is) },
    ];
  });
  const numbers = numberedIn({ before, after }).map((partnerId) => {
    const [was, is] = [numberIn(before, partnerId), numberIn(after, partnerId)];
    return { field: "customer_number", partnerId, before: was, after: is };
  });
  return [...plain, ...words, ...numbers].filter(
    (change) => JSON.stringify(change.before) !== JSON.stringify(change.after),
  );
}

/** The partners that have a number for a customer, before or after. */
function numberedIn(records: Pick<SentenceEntry, "before" | "after">): readonly string[] {
  const named = [records.before, records.after].flatMap((one) =>
    Object.keys(toRecord(one?.customerNumbers) ?? {}),
  );
  return [...new Set(named)];
}

/** The value to show. Of a set schedule only the schedule itself: the entry says who set it and when. */
function shownOf(record: LedgerRecord | null, field: string): unknown {
  if (field === "schedule" || field === "own") return scheduleIn(record, field);
  return record?.[field] ?? null;
}

function overrideIn(word: LedgerRecord | null): unknown {
  return word?.allowCustomerOverride ?? null;
}
