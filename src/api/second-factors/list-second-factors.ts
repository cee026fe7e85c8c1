import { SecondFactorList } from "../../contract/second-factor.ts";
import { ok } from "../../result.ts";
import { listRecoveryCodeHashes, listSecondFactors } from "../../store/tables/second-factor-table.ts";
import { needsSecondFactor, type SecondFactor } from "../../tenancy/second-factor.ts";
import { endpoint } from "../endpoint.ts";
import type { SignInContext } from "../sessions/begin-attempt.ts";
import { findOwner } from "./prove-owner.ts";

export const getSecondFactors = endpoint({
  method: "GET",
  path: "/v1/me/second-factors",
  summary: "One's own second factors, and how many recovery codes are left",
  answer: SecondFactorList,
  isOpenBeforeSecondFactor: true,
  handle: async ({ session }, context: SignInContext) => {
    const owner = await findOwner(context, session);
    if (!owner.ok) return owner;
    const { id, role } = owner.value.administrator;
    const { database } = context.store;
    const items = (await listSecondFactors(database, id)).map(toFactorAnswer);
    const recoveryCodesLeft = (await listRecoveryCodeHashes(database, id)).length;
    return ok({ items, recoveryCodesLeft, isRequired: needsSecondFactor(context.config.secondFactor, role) });
  },
});

/** A second factor for an answer: nothing of what it is checked with. */
export function toFactorAnswer({ id, kind, name, createdAt, lastUsedAt }: SecondFactor) {
  return { id, kind, name, createdAt, lastUsedAt };
}
