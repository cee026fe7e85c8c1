import type { Database } from "../../store/database.ts";
import { findFactorKinds } from "../../store/tables/second-factor-table.ts";
import { findLastSignIns } from "../../store/tables/sign-in-table.ts";
import type { Administrator } from "../../tenancy/administrator.ts";
import { toScope } from "../grants/scope.ts";

/** Administrators for an answer: everything but the password, the kinds of second factor, and the last sign-in. */
export async function toAdministratorAnswers(database: Database, all: readonly Administrator[]) {
  const ids = all.map(({ id }) => id);
  const kinds = await findFactorKinds(database, ids);
  const signIns = await findLastSignIns(database, ids);
  return all.map((one) => {
    const secondFactors = [...(kinds.get(one.id) ?? [])];
    return { ...describe(one), lastSignInAt: signIns.get(one.id) ?? null, secondFactors };
  });
}

export async function toAdministratorAnswer(one: Administrator, database: Database) {
  const [answer] = await toAdministratorAnswers(database, [one]);
  if (!answer) throw new Error(`no answer was made for administrator ${one.id}`);
  return answer;
}

function describe(one: Administrator) {
  const { id, displayName, email, createdAt, disabledAt } = one;
  return { id, displayName, email, ...toScope(one), createdAt, disabledAt };
}
