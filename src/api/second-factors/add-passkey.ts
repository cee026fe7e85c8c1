import { randomUUID } from "node:crypto";
import type { RegistrationResponseJSON } from "@simplewebauthn/server";
import {
  OwnerProof,
  PasskeyConfirmation,
  PasskeyOptions,
  SecondFactorAdded,
} from "../../contract/second-factor.ts";
import { err, ok, refuse } from "../../result.ts";
import { insertFactorChallenge, takeFactorChallenge } from "../../store/tables/factor-challenge-table.ts";
import { listSecondFactors } from "../../store/tables/second-factor-table.ts";
import { hashSecret } from "../authenticate.ts";
import { endpoint } from "../endpoint.ts";
import type { SignInContext } from "../sessions/begin-attempt.ts";
import { addFactor } from "./add-factor.ts";
import { ATTEMPT_ENDED } from "./attempt-ended.ts";
import { challengeIn, newPasskeyOptions, readNewPasskey, relyingParty } from "./passkeys.ts";
import { findOwner, proveOwner } from "./prove-owner.ts";

export const beginPasskey = endpoint({
  method: "POST",
  path: "/v1/me/second-factors/passkey",
  summary: "Begin to set up a passkey: the options for the browser's navigator.credentials.create",
  body: OwnerProof,
  provesOwner: true,
  answer: PasskeyOptions,
  showsSecret: true,
  isOpenBeforeSecondFactor: true,
  handle: async ({ session, reply, body, now }, context: SignInContext) => {
    const owner = await proveOwner(context, { session, reply }, body);
    if (!owner.ok) return owner;
    const { administrator, sessionId } = owner.value;
    const { database } = context.store;
    const known = (await listSecondFactors(database, administrator.id)).flatMap((factor) =>
      factor.kind === "passkey" ? [factor.key] : [],
    );
    reply.header("cache-control", "no-store");
    const options = await newPasskeyOptions(
      relyingParty(context.config, reply.request),
      administrator,
      known,
    );
    const hash = hashSecret(options.challenge);
    const pending = { hash, purpose: "add_passkey", sessionId, secret: null } as const;
    const expiresAt = await insertFactorChallenge(database, pending, now);
    return ok({ options: { ...options }, expiresAt });
  },
});

export const confirmPasskey = endpoint({
  method: "POST",
  path: "/v1/me/second-factors/passkey/confirm",
  summary:
    "Add the passkey that the browser made; with one's first second factor come recovery codes, shown once",
  body: PasskeyConfirmation,
  answer: SecondFactorAdded,
  status: 201,
  showsSecret: true,
  isOpenBeforeSecondFactor: true,
  handle: async ({ session, reply, body: { name, credential }, now }, context: SignInContext) => {
    const owner = await findOwner(context, session);
    if (!owner.ok) return owner;
    const { sessionId } = owner.value;
    const challenge = challengeIn(credential.response.clientDataJSON);
    const asked = { hash: hashSecret(challenge ?? ""), purpose: "add_passkey", sessionId } as const;
    if (challenge === null || !(await takeFactorChallenge(context.store.database, asked, now))) {
      return err(ATTEMPT_ENDED);
    }
    const party = relyingParty(context.config, reply.request);
    const key = await readNewPasskey(party, challenge, credential as unknown as RegistrationResponseJSON);
    if (key === null) return err(PASSKEY_INVALID);
    return addFactor(context, reply, owner.value, { id: randomUUID(), kind: "passkey", name, key });
  },
});

const PASSKEY_INVALID = refuse(
  "passkey_invalid",
  "This passkey is not for this server, or did not verify who holds it; begin again in this browser.",
);
