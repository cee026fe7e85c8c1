import { randomUUID } from "node:crypto";
import { WRONG_CODE } from "../../commands/people/second-factors.ts";
import { OwnerProof, SecondFactorAdded, TotpBegun, TotpConfirmation } from "../../contract/second-factor.ts";
import { err, ok } from "../../result.ts";
import {
  findPendingSecret,
  insertFactorChallenge,
  takeFactorChallenge,
} from "../../store/tables/factor-challenge-table.ts";
import { hashSecret } from "../authenticate.ts";
import { endpoint } from "../endpoint.ts";
import { beginAttempt, type SignInContext } from "../sessions/begin-attempt.ts";
import { addFactor } from "./add-factor.ts";
import { ATTEMPT_ENDED } from "./attempt-ended.ts";
import { plainCode } from "./codes.ts";
import { findOwner, proveOwner } from "./prove-owner.ts";
import { findTotpStep, makeTotpSecret, totpUri } from "./totp.ts";

export const beginTotp = endpoint({
  method: "POST",
  path: "/v1/me/second-factors/totp",
  summary:
    "Begin to set up an authenticator app; the secret is shown once, and holds once a code confirms it",
  body: OwnerProof,
  provesOwner: true,
  answer: TotpBegun,
  showsSecret: true,
  isOpenBeforeSecondFactor: true,
  handle: async ({ session, reply, body, now }, context: SignInContext) => {
    const owner = await proveOwner(context, { session, reply }, body);
    if (!owner.ok) return owner;
    const { administrator, sessionId } = owner.value;
    reply.header("cache-control", "no-store");
    const secret = makeTotpSecret();
    const hash = totpChallenge(secret);
    const pending = { hash, purpose: "add_totp", sessionId, secret } as const;
    const expiresAt = await insertFactorChallenge(context.store.database, pending, now);
    const uri = totpUri(secret, { issuer: context.config.product, label: administrator.email });
    return ok({ secret, uri, expiresAt });
  },
});

export const confirmTotp = endpoint({
  method: "POST",
  path: "/v1/me/second-factors/totp/confirm",
  summary:
    "Confirm an authenticator app with a code; with one's first second factor come recovery codes, shown once",
  body: TotpConfirmation,
  provesOwner: true,
  answer: SecondFactorAdded,
  status: 201,
  showsSecret: true,
  isOpenBeforeSecondFactor: true,
  handle: async ({ session, reply, body: { name, code }, now }, context: SignInContext) => {
    const owner = await findOwner(context, session);
    if (!owner.ok) return owner;
    const { administrator, sessionId } = owner.value;
    const { database } = context.store;
    const attempts = context.codeAttempts;
    const attempted = `setting up ${sessionId}`;
    const begun = beginAttempt({ attempts, now: context.now }, reply, attempted);
    if (!begun.ok) return begun;
    const secret = await findPendingSecret(database, sessionId, now);
    if (secret === null) return err(ATTEMPT_ENDED);
    const step = findTotpStep(secret, plainCode(code), now);
    if (step === null) return err(WRONG_CODE);
    attempts.succeed(attempted, reply.request.ip);
    const pending = { hash: totpChallenge(secret), purpose: "add_totp", sessionId } as const;
    if (!(await takeFactorChallenge(database, pending, now))) return err(ATTEMPT_ENDED);
    const factor = { id: randomUUID(), kind: "totp", name, key: { secret, lastStep: step } } as const;
    return addFactor(context, reply, { administrator, sessionId }, factor);
  },
});

function totpChallenge(secret: string): string {
  return hashSecret(`authenticator app ${secret}`);
}
