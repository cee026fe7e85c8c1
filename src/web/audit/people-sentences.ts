import { listIn, textIn } from "./record.ts";
import { changeOf, differs, type Sentence, type SentenceEntry } from "./sentence.ts";

/** R13: a partner has one feature that can be switched. */
export function partnerSentences(told: SentenceEntry): readonly Sentence[] {
  const { before, after } = told;
  const name = textIn(after ?? before, "name");
  const said: Sentence[] = [];
  if (before && after && differs(told, "name")) {
    said.push({ id: "audit.did.partner.renamed", values: { name, before: textIn(before, "name") } });
  }
  if (before && after && differs(told, "features")) {
    const way = listIn(after, "features").length > 0 ? "on" : "off";
    said.push({ id: `audit.did.partner.feature_${way}`, values: { name } });
  }
  return said.length > 0 ? said : [{ id: `audit.did.partner.${changeOf(told)}`, values: { name } }];
}

export function organizationSentences(told: SentenceEntry): readonly Sentence[] {
  const { before, after } = told;
  const name = textIn(after ?? before, "name");
  const said: Sentence[] = [];
  if (before && after && differs(told, "name")) {
    said.push({ id: "audit.did.organization.renamed", values: { name, before: textIn(before, "name") } });
  }
  if (before && after && differs(told, "partnerIds")) {
    const namesIn = (record: typeof before) => ({ list: listIn(record, "partnerIds").map(told.nameOf) });
    const values = { name, from: namesIn(before), to: namesIn(after) };
    said.push({ id: "audit.did.organization.partners", values });
  }
  return said.length > 0 ? said : [{ id: `audit.did.organization.${changeOf(told)}`, values: { name } }];
}

export function userSentences(told: SentenceEntry): readonly Sentence[] {
  const { before, after } = told;
  const record = after ?? before;
  const organization = told.nameOf(textIn(record, "organizationId"));
  const values = { name: textIn(record, "displayName"), organization };
  if (before && after && differs(told, "displayName")) {
    const earlier = textIn(before, "displayName");
    return [{ id: "audit.did.user.renamed", values: { ...values, before: earlier } }];
  }
  return [{ id: `audit.did.user.${changeOf(told)}`, values }];
}

export function administratorSentences(told: SentenceEntry): readonly Sentence[] {
  const { action, before, after } = told;
  const values = { name: textIn(after ?? before, "displayName") };
  if (action === "change_password") return [{ id: "audit.did.administrator.own_password", values: {} }];
  if (action === "renew_one_time_password") {
    return [{ id: "audit.did.administrator.one_time_password", values }];
  }
  if (before && after && differs(told, "disabledAt")) {
    const way = after.disabledAt === null ? "enabled" : "disabled";
    return [{ id: `audit.did.administrator.${way}`, values }];
  }
  return [{ id: `audit.did.administrator.${changeOf(told)}`, values }];
}

export function tokenSentences(told: SentenceEntry): readonly Sentence[] {
  const values = { name: textIn(told.after ?? told.before, "name") };
  return [{ id: `audit.did.token.${changeOf(told)}`, values }];
}

export function forecastLinkSentences(told: SentenceEntry): readonly Sentence[] {
  const organization = told.nameOf(textIn(told.after ?? told.before, "organizationId"));
  return [{ id: `audit.did.forecast_link.${changeOf(told)}`, values: { organization } }];
}
