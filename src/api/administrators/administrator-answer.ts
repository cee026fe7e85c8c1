import type { Database } from "../../store/database.ts";
import { findFactorKinds } from "../../store/tables/second-factor-table.ts";
import type { Administrator } from "../../tenancy/administrator.ts";
import type { SecondFactorKind } from "../../tenancy/second-factor.ts";
import { toScope } from "../grants/scope.ts";

/** Administrators for an answer: everything but the password, and the kinds of second factor that each has. */
export async function toAdministratorAnswers(database: Database, all: readonly Administrator[]) {
  const kinds = await findFactorKinds(
    database,
    all.map(({ id }) => id),
  );
  return all.map((one) => toAnswer(one, kinds.get(one.id) ?? []));
}

export async function toAdministratorAnswer(one: Administrator, database: Database) {
  const kinds = await findFactorKinds(database, [one.id]);
  return toAnswer(one, kinds.get(one.id) ?? []);
}

function toAnswer(one: Administrator, secondFactors: readonly SecondFactorKind[]) {
  const { id, displayName, email, createdAt, disabledAt } = one;
  return {
    id,
    displayName,
    email,
    ...toScope(one),
    createdAt,
    disabledAt,
    secondFactors: [...secondFactors],
  };
}
