import { LEVELS, levelOf, ROLES, type Role } from "../../tenancy/actor.ts";
import { listIn, textIn, toRecord } from "./record.ts";
import { changeOf, differs, type Sentence, type SentenceEntry } from "./sentence.ts";

/** R13: a partner has one feature that can be switched. */
export function partnerSentences(entry: SentenceEntry): readonly Sentence[] {
  const { before, after } = entry;
  const name = textIn(after ?? before, "name");
  const sentences: Sentence[] = [];
  if (before && after && differs(entry, "name")) {
    sentences.push({ id: "audit.did.partner.renamed", values: { name, before: textIn(before, "name") } });
  }
  if (before && after && differs(entry, "features")) {
    const way = listIn(after, "features").length > 0 ? "on" : "off";
    sentences.push({ id: `audit.did.partner.feature_${way}`, values: { name } });
  }
  return sentences.length > 0
    ? sentences
    : [{ id: `audit.did.partner.${changeOf(entry)}`, values: { name } }];
}

export function organizationSentences(entry: SentenceEntry): readonly Sentence[] {
  const { before, after } = entry;
  const name = textIn(after ?? before, "name");
  const sentences: Sentence[] = [];
  if (before && after && differs(entry, "name")) {
    sentences.push({
      id: "audit.did.organization.renamed",
      values: { name, before: textIn(before, "name") },
    });
  }
  if (before && after && differs(entry, "partnerIds")) {
    const namesIn = (record: typeof before) => ({ list: listIn(record, "partnerIds").map(entry.nameOf) });
    const values = { name, from: namesIn(before), to: namesIn(after) };
    sentences.push({ id: "audit.did.organization.partners", values });
  }
  return sentences.length > 0
    ? sentences
    : [{ id: `audit.did.organization.${changeOf(entry)}`, values: { name } }];
}

export function userSentences(entry: SentenceEntry): readonly Sentence[] {
  const { before, after } = entry;
  const record = after ?? before;
  const organization = entry.nameOf(textIn(record, "organizationId"));
  const values = { name: textIn(record, "displayName"), organization };
  if (before && after && differs(entry, "displayName")) {
    const earlier = textIn(before, "displayName");
    return [{ id: "audit.did.user.renamed", values: { ...values, before: earlier } }];
  }
  return [{ id: `audit.did.user.${changeOf(entry)}`, values }];
}

export function administratorSentences(entry: SentenceEntry): readonly Sentence[] {
  const { action, before, after } = entry;
  const values = { name: textIn(after ?? before, "displayName") };
  if (action === "change_password") return [{ id: "audit.did.administrator.own_password", values: {} }];
  if (action === "renew_one_time_password") {
    const isFromAbove = isAbove(entry.role, textIn(after ?? before, "role"));
    const id = isFromAbove ? ONE_TIME_PASSWORD.fromAbove : ONE_TIME_PASSWORD.withinLevel;
    return [{ id, values }];
  }
  if (before && after && differs(entry, "kept")) {
    return [{ id: "audit.did.administrator.password_kept", values: { ...values, ...reasonIn(after) } }];
  }
  if (after && JSON.stringify(before) === JSON.stringify(after)) {
    return [{ id: "audit.did.administrator.password_ended", values }];
  }
  if (before && after && differs(entry, "disabledAt")) {
    const way = after.disabledAt === null ? "enabled" : "disabled";
    return [{ id: `audit.did.administrator.${way}`, values }];
  }
  return [{ id: `audit.did.administrator.${changeOf(entry)}`, values }];
}

export function tokenSentences(entry: SentenceEntry): readonly Sentence[] {
  const values = { name: textIn(entry.after ?? entry.before, "name") };
  if (entry.before && entry.after && differs(entry, "kept")) {
    return [{ id: "audit.did.token.kept", values: { ...values, ...reasonIn(entry.after) } }];
  }
  return [{ id: `audit.did.token.${wayOf(entry)}`, values }];
}

export function forecastLinkSentences(entry: SentenceEntry): readonly Sentence[] {
  const organization = entry.nameOf(textIn(entry.after ?? entry.before, "organizationId"));
  if (entry.before && entry.after && differs(entry, "kept")) {
    return [{ id: "audit.did.forecast_link.kept", values: { organization, ...reasonIn(entry.after) } }];
  }
  return [{ id: `audit.did.forecast_link.${wayOf(entry)}`, values: { organization } }];
}

const ONE_TIME_PASSWORD = {
  fromAbove: "audit.did.administrator.one_time_password_from_above",
  withinLevel: "audit.did.administrator.one_time_password",
} as const;

/** The changes that take rights from somebody, and so end what that person, token or partner had granted. */
const TAKES_RIGHTS = ["change_organization", "change_administrator", "delete_administrator"];

/** How a token or a link changed; it _ended_ if a change that took rights from its maker removed it. */
function wayOf(entry: SentenceEntry) {
  const way = changeOf(entry);
  return way === "removed" && TAKES_RIGHTS.includes(entry.action) ? "ended" : way;
}

function reasonIn(record: SentenceEntry["after"]) {
  return { reason: textIn(toRecord(record?.kept), "reason") };
}

/** Whether a role's level is above that of another, which a server newer than the page may have. */
function isAbove(role: Role, other: string | null): boolean {
  const known = ROLES.find((one) => one === other);
  return known !== undefined && LEVELS.indexOf(levelOf(role)) < LEVELS.indexOf(levelOf(known));
}
