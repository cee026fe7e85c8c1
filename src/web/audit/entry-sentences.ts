import type { Subject } from "../../ledger/subject.ts";
import type { AuditEntry, Names } from "../data/audit.ts";
import { buildSentences, productSentences, releaseSentences } from "./catalog-sentences.ts";
import { enrolmentSentences } from "./enrolment-sentences.ts";
import {
  administratorSentences,
  forecastLinkSentences,
  organizationSentences,
  partnerSentences,
  tokenSentences,
  userSentences,
} from "./people-sentences.ts";
import { scheduleRequestSentences } from "./request-sentences.ts";
import { type Sentence, type SentenceEntry, toTold } from "./sentence.ts";
import {
  organizationSettingsSentences,
  partnerSettingsSentences,
  userSettingsSentences,
} from "./settings-sentences.ts";

type Tell = (told: SentenceEntry) => readonly Sentence[];

/** The sentences about each subject of the ledger. */
export const SUBJECT_SENTENCES: Readonly<Record<Subject, Tell>> = {
  partner: partnerSentences,
  partner_settings: partnerSettingsSentences,
  organization: organizationSentences,
  organization_settings: organizationSettingsSentences,
  user: userSentences,
  user_settings: userSettingsSentences,
  release: releaseSentences,
  build: buildSentences,
  product: productSentences,
  token: tokenSentences,
  administrator: administratorSentences,
  forecast_link: forecastLinkSentences,
  schedule_request: scheduleRequestSentences,
  enrolment: enrolmentSentences,
};

/** What somebody did, in sentences; none for a subject that only a server newer than the page knows. */
export function toSentences(entry: AuditEntry, names: Names): readonly Sentence[] {
  const known: Readonly<Record<string, Tell | undefined>> = SUBJECT_SENTENCES;
  return known[entry.subject]?.(toTold(entry, names)) ?? [];
}
