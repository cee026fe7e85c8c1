import { type LedgerRecord, textIn, toRecord } from "./record.ts";
import type { Sentence, SentenceEntry } from "./sentence.ts";

/** Sentences about the enrolment keys of an organization; a change is of one of its keys, or of whether one is required. */
export function enrolmentSentences({ before, after, nameOf }: SentenceEntry): readonly Sentence[] {
  const organization = nameOf(textIn(after ?? before, "organizationId"));
  if (!after) return [{ id: "audit.did.enrolment.removed", values: { organization } }];
  const [was, is] = [numbersIn(before), numbersIn(after)];
  const [created] = is.filter((number) => !was.includes(number));
  if (created !== undefined)
    return [{ id: "audit.did.enrolment.key_created", values: { organization, number: String(created) } }];
  const [ended] = was.filter((number) => !is.includes(number));
  if (ended !== undefined)
    return [{ id: "audit.did.enrolment.key_ended", values: { organization, number: String(ended) } }];
  const isRequired = after.required === true;
  return [
    {
      id: isRequired ? "audit.did.enrolment.required" : "audit.did.enrolment.not_required",
      values: { organization },
    },
  ];
}

/** The numbers of the keys of a record. */
function numbersIn(record: LedgerRecord | null): readonly unknown[] {
  const keys = record?.keys;
  return Array.isArray(keys) ? keys.map((key) => toRecord(key)?.number) : [];
}
