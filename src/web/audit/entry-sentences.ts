import type { AuditEntry, Names } from "../data/audit.ts";
import { buildSentences, releaseSentences } from "./catalog-sentences.ts";
import {
  administratorSentences,
  forecastLinkSentences,
  organizationSentences,
  partnerSentences,
  tokenSentences,
  userSentences,
} from "./people-sentences.ts";
import { type Sentence, type SentenceEntry, toTold } from "./sentence.ts";
import {
  organizationSettingsSentences,
  partnerSettingsSentences,
  userSettingsSentences,
} from "./settings-sentences.ts";

/** How each kind of subject is told of. */
export const SUBJECT_SENTENCES: Readonly<Record<string, (told: SentenceEntry) => readonly Sentence[]>> = {
  partner: partnerSentences,
  partner_settings: partnerSettingsSentences,
  organization: organizationSentences,
  organization_settings: organizationSettingsSentences,
  user: userSentences,
  user_settings: userSettingsSentences,
  release: releaseSentences,
  build: buildSentences,
  token: tokenSentences,
  administrator: administratorSentences,
  forecast_link: forecastLinkSentences,
};

/** What somebody did, in sentences; none: a server that is newer than the page tells of something unknown to it. */
export function toSentences(entry: AuditEntry, names: Names): readonly Sentence[] {
  return SUBJECT_SENTENCES[entry.subject]?.(toTold(entry, names)) ?? [];
}
