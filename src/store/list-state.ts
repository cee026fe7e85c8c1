import { type Expression, type SqlBool, sql } from "kysely";
import type { ListState } from "../policy/list-state.ts";

/**
 * `isInState` of the policy as a condition on `organizations`. Asked of the database, not of the memory, because paging and
 * searching are done there; where partners play a part, their words are read once for the whole list and hashed.
 */
export function isInListState(state: ListState): Expression<SqlBool> {
  switch (state) {
    case "inherits":
      return sql`(cadence is null and legacy_frequency is null and id not in (${WITH_A_PARTNERS_WORD}))`;
    case "own":
      return sql`(legacy_frequency is null and (cadence is not null or id in (${WITH_A_PARTNERS_WORD})))`;
    case "legacy":
      return sql`legacy_frequency is not null`;
    case "locked":
      return sql`id in (${LOCKED})`;
    case "conflict":
      return sql`(cadence is null and legacy_frequency is null and id in (${WITH_DIFFERENT_WORDS}))`;
  }
}

/**
 * Keeps the planner from looking at one organization after another in the order of names, which takes ten times as long
 * where few are in the state.
 */
const READ_ONCE = sql`offset 0`;

/** R7: organizations for which a partner set a schedule. */
const WITH_A_PARTNERS_WORD = sql`
  select organization_id from organization_partners where cadence is not null`;

/** R12: organizations that one of their partners does not allow to override. */
const LOCKED = sql`
  select serving.organization_id
  from organization_partners serving join partners on partners.id = serving.partner_id
  where not coalesce(serving.allow_customer_override, partners.allow_customer_override)
  ${READ_ONCE}`;

/** R10: organizations two of whose partners say different things; who says nothing (null) differs from nobody. */
const WITH_DIFFERENT_WORDS = sql`
  select one.organization_id
  from organization_partners one
  join organization_partners other
    on other.organization_id = one.organization_id and other.partner_id > one.partner_id
  join partners one_partner on one_partner.id = one.partner_id
  join partners other_partner on other_partner.id = other.partner_id
  where ${wordOf("one", "one_partner")} <> ${wordOf("other", "other_partner")}
  ${READ_ONCE}`;

/** What a partner said for an organization, else its default, as one text; null: nothing. */
function wordOf(serving: string, partner: string) {
  return sql.raw(`coalesce(
    ${serving}.cadence || ':' || coalesce(${serving}.deferral_weeks, 0),
    ${partner}.cadence || ':' || coalesce(${partner}.deferral_weeks, 0))`);
}
