import { OwnerProof, RecoveryCodes } from "../../contract/second-factor.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import type { SignInContext } from "../sessions/begin-attempt.ts";
import { makeRecoveryCodes } from "./codes.ts";
import { proveOwner } from "./prove-owner.ts";

export const renewOwnRecoveryCodes = endpoint({
  method: "POST",
  path: "/v1/me/second-factors/recovery-codes",
  summary: "Get new recovery codes in place of all earlier ones; they are shown once",
  body: OwnerProof,
  provesOwner: true,
  answer: RecoveryCodes,
  showsSecret: true,
  handle: async ({ session, reply, body }, context: SignInContext) => {
    const owner = await proveOwner(context, { session, reply }, body);
    if (!owner.ok) return owner;
    reply.header("cache-control", "no-store");
    const { codes, hashes } = makeRecoveryCodes();
    const command = { kind: "renew_recovery_codes", hashes } as const;
    return perform(context, owner.value.administrator, command, ({ id }) => {
      return { id, recoveryCodes: [...codes] };
    });
  },
});
