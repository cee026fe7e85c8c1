import { LEVELS, levelOf, ROLES, type Role } from "../../tenancy/actor.ts";
import { type LedgerRecord, listIn, textIn, toRecord } from "./record.ts";
import { changeOf, differs, type Sentence, type SentenceEntry, type SentenceId } from "./sentence.ts";

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
  if (before && after) sentences.push(...numberSentences(entry, name));
  return sentences.length > 0
    ? sentences
    : [{ id: `audit.did.organization.${changeOf(entry)}`, values: { name } }];
}

/** The customer numbers that partners gave or took away; those of partners that left went with them. */
function numberSentences({ before, after }: SentenceEntry, name: string | null): readonly Sentence[] {
  return listIn(after, "partnerIds").flatMap((partnerId): readonly Sentence[] => {
    const [was, is] = [numberIn(before, partnerId), numberIn(after, partnerId)];
    if (was === is) return [];
    return is === null
      ? [{ id: "audit.did.organization.no_number", values: { name, number: was } }]
      : [{ id: "audit.did.organization.number", values: { name, number: is } }];
  });
}

/** The number that a partner has for a customer in a record, or null. */
export function numberIn(record: LedgerRecord | null, partnerId: string): string | null {
  return textIn(toRecord(record?.customerNumbers), partnerId);
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
  const signIn = SIGN_IN_SENTENCES[action];
  if (signIn) {
    const isFromAbove = isAbove(entry.role, textIn(after ?? before, "role"));
    return [{ id: isFromAbove ? signIn.fromAbove : signIn.withinLevel, values }];
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

/** What was done to how somebody signs in, by the action; and when a level above did it. */
const SIGN_IN_SENTENCES: Readonly<
  Record<string, { readonly withinLevel: SentenceId; readonly fromAbove: SentenceId }>
> = {
  change_password: {
    withinLevel: "audit.did.administrator.own_password",
    fromAbove: "audit.did.administrator.own_password",
  },
  renew_one_time_password: {
    withinLevel: "audit.did.administrator.one_time_password",
    fromAbove: "audit.did.administrator.one_time_password_from_above",
  },
  make_recovery_link: {
    withinLevel: "audit.did.administrator.recovery_link",
    fromAbove: "audit.did.administrator.recovery_link_from_above",
  },
  accept_invitation: {
    withinLevel: "audit.did.administrator.invitation_accepted",
    fromAbove: "audit.did.administrator.invitation_accepted",
  },
  add_second_factor: {
    withinLevel: "audit.did.administrator.second_factor_added",
    fromAbove: "audit.did.administrator.second_factor_added",
  },
  remove_second_factor: {
    withinLevel: "audit.did.administrator.second_factor_removed",
    fromAbove: "audit.did.administrator.second_factor_removed",
  },
  renew_recovery_codes: {
    withinLevel: "audit.did.administrator.recovery_codes_renewed",
    fromAbove: "audit.did.administrator.recovery_codes_renewed",
  },
  use_recovery_code: {
    withinLevel: "audit.did.administrator.recovery_code_used",
    fromAbove: "audit.did.administrator.recovery_code_used",
  },
  remove_second_factors: {
    withinLevel: "audit.did.administrator.second_factors_removed",
    fromAbove: "audit.did.administrator.second_factors_removed_from_above",
  },
  end_sessions: {
    withinLevel: "audit.did.administrator.sessions_ended",
    fromAbove: "audit.did.administrator.sessions_ended",
  },
};

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
