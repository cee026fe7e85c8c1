import { type Expression, type SqlBool, sql } from "kysely";
import type { ListState } from "../../policy/list-state.ts";
import { idIsOneOf } from "./name-page.ts";
import type { PartnerLineup } from "./partner-lineup.ts";

/**
 * `isInState` of the policy as a condition on `organizations`. It is a condition of the database, because paging and
 * searching are done there. What partners set is a property of the partner lineups, which are few; the condition names
 * their ids, so that the planner knows how many organizations have them.
 */
export function isInListState(state: ListState, lineups: readonly PartnerLineup[]): Expression<SqlBool> {
  switch (state) {
    case "inherits":
      return sql`(${UNSET} and ${isIn(lineups, ({ hasWord }) => !hasWord)})`;
    case "own":
      return sql`(legacy_frequency is null and (cadence is not null or ${isIn(lineups, ({ hasWord }) => hasWord)}))`;
    case "legacy":
      return sql`legacy_frequency is not null`;
    case "locked":
      return isIn(lineups, ({ isLocked }) => isLocked);
    case "conflict":
      return sql`(${UNSET} and ${isIn(lineups, ({ differs }) => differs)})`;
  }
}

const UNSET = sql`cadence is null and legacy_frequency is null`;

/** Whether the organization has one of the partner lineups with this property. */
export function isIn(
  lineups: readonly PartnerLineup[],
  isSo: (lineup: PartnerLineup) => boolean,
): Expression<SqlBool> {
  const ids = lineups.filter(isSo).map(({ id }) => id);
  return idIsOneOf(ids, "lineup_id");
}
