import { IdParams } from "../../contract/fields.ts";
import { OwnerProof } from "../../contract/second-factor.ts";
import { needsSecondFactor } from "../../tenancy/second-factor.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import type { SignInContext } from "../sessions/begin-attempt.ts";
import { proveOwner } from "./prove-owner.ts";

export const removeOwnSecondFactor = endpoint({
  method: "POST",
  path: "/v1/me/second-factors/:id/remove",
  summary: "Remove one of one's own second factors; with the last one go the recovery codes",
  params: IdParams,
  body: OwnerProof,
  provesOwner: true,
  status: 204,
  handle: async ({ session, reply, body, params: { id } }, context: SignInContext) => {
    const owner = await proveOwner(context, { session, reply }, body);
    if (!owner.ok) return owner;
    const { administrator } = owner.value;
    const isRequired = needsSecondFactor(context.config.secondFactor, administrator.role);
    const command = { kind: "remove_second_factor", id, isRequired } as const;
    return perform(context, administrator, command, () => undefined);
  },
});
