import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Change } from "../../store/ledger/change.ts";
import { findAdministrator } from "../../store/tables/administrator-table.ts";
import type { StoredFactor } from "../../store/tables/second-factor-row.ts";
import {
  deleteSecondFactor,
  deleteSecondFactorsOf,
  findPasskey,
  insertSecondFactor,
  listSecondFactors,
  replaceRecoveryCodes,
  takeRecoveryCode,
} from "../../store/tables/second-factor-table.ts";
import { deleteOtherSessions, deleteSessionsOf } from "../../store/tables/session-table.ts";
import type { Administrator } from "../../tenancy/administrator.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import { MOST_SECOND_FACTORS, type SecondFactor } from "../../tenancy/second-factor.ts";
import type { Definition } from "../definition.ts";
import { findReachedAdministrator } from "./find-reached-administrator.ts";
import { refuseOwnAccount } from "./refuse-own-account.ts";

/**
 * Adds a second factor to one's own account. With the first one come recovery codes, and all one's other sessions end:
 * they were opened without it. That the owner asks was checked before.
 */
export interface AddSecondFactor {
  readonly kind: "add_second_factor";
  readonly factor: StoredFactor;
  /** The SHA-256 of each recovery code, stored if this is the first factor. */
  readonly recoveryCodeHashes: readonly string[];
  /** The session that goes on. */
  readonly sessionId: string;
}

/** Whether the recovery codes were stored, because the factor is the first one. */
interface AddedFactor {
  readonly factor: SecondFactor;
  readonly isFirst: boolean;
}

export const addSecondFactor: Definition<AddSecondFactor, AddedFactor> = {
  perform: async (change, { actor }, { kind: action, factor, recoveryCodeHashes, sessionId }) => {
    const { database } = change;
    const owner = await findAdministrator(database, actor.id);
    if (!owner || owner.disabledAt !== null) return notFound("administrator");
    const known = await listSecondFactors(database, owner.id);
    const fits = await refuseUnfit(change, factor, known.length);
    if (!fits.ok) return fits;
    const added = { ...factor, administratorId: owner.id, createdAt: change.at };
    await insertSecondFactor(database, added);
    const isFirst = known.length === 0;
    if (isFirst) {
      await replaceRecoveryCodes(database, owner.id, recoveryCodeHashes);
      await deleteOtherSessions(database, owner.id, sessionId);
    }
    await recordFactors(change, owner, action);
    return ok({ factor: added, isFirst });
  },
};

async function refuseUnfit(
  { database }: Change,
  factor: StoredFactor,
  count: number,
): Promise<Result<true, Refusal>> {
  if (count >= MOST_SECOND_FACTORS) {
    const message = `There are ${count} second factors, and at most ${MOST_SECOND_FACTORS} are kept; remove one first.`;
    return err(refuse("too_many_second_factors", message));
  }
  if (factor.kind === "passkey" && (await findPasskey(database, factor.key.credentialId))) {
    return err(
      refuse("passkey_exists", "This passkey is a second factor already; use another authenticator."),
    );
  }
  return ok(true);
}

/** Removes a second factor of one's own account; with the last one go the recovery codes. */
export interface RemoveSecondFactor {
  readonly kind: "remove_second_factor";
  readonly id: string;
  /** Whether the last one may not be removed. */
  readonly isRequired: boolean;
}

export const removeSecondFactor: Definition<RemoveSecondFactor, Administrator> = {
  perform: async (change, { actor }, { kind: action, id, isRequired }) => {
    const { database } = change;
    const owner = await findAdministrator(database, actor.id);
    const factors = await listSecondFactors(database, actor.id);
    if (!owner || !factors.some((factor) => factor.id === id)) return notFound("second factor");
    if (factors.length === 1 && isRequired) return err(LAST_FACTOR);
    if (factors.length === 1) await deleteSecondFactorsOf(database, owner.id);
    else await deleteSecondFactor(database, id);
    await recordFactors(change, owner, action);
    return ok(owner);
  },
};

/** Gives one's own account new recovery codes in place of all earlier ones. */
export interface RenewRecoveryCodes {
  readonly kind: "renew_recovery_codes";
  readonly hashes: readonly string[];
}

export const renewRecoveryCodes: Definition<RenewRecoveryCodes, Administrator> = {
  perform: async (change, { actor }, { kind: action, hashes }) => {
    const { database } = change;
    const owner = await findAdministrator(database, actor.id);
    const factors = await listSecondFactors(database, actor.id);
    if (!owner || factors.length === 0) return notFound("second factor");
    await replaceRecoveryCodes(database, owner.id, hashes);
    await recordFactors(change, owner, action);
    return ok(owner);
  },
};

/** Uses a recovery code in place of a second factor. Refuses `second_factor_wrong` for one that is none, or none any more. */
export interface UseRecoveryCode {
  readonly kind: "use_recovery_code";
  readonly hash: string;
}

export const spendRecoveryCode: Definition<UseRecoveryCode, Administrator> = {
  perform: async (change, { actor }, { kind: action, hash }) => {
    const owner = await findAdministrator(change.database, actor.id);
    if (!owner || !(await takeRecoveryCode(change.database, actor.id, hash))) return err(WRONG_CODE);
    await recordFactors(change, owner, action);
    return ok(owner);
  },
};

/** Removes all second factors of somebody who lost them; all sessions end. */
export interface RemoveSecondFactors {
  readonly kind: "remove_second_factors";
  readonly id: string;
}

export const removeSecondFactors: Definition<RemoveSecondFactors, Administrator> = {
  permit: (actor) =>
    may(actor, "manage_administrators") ? ok(true) : notAllowed("remove second factors of administrators"),
  perform: async (change, { actor }, { kind: action, id }) => {
    const { database } = change;
    const found = await findReachedAdministrator(database, actor, id);
    if (!found) return notFound("administrator");
    const account = { id, instead: "remove your second factors under /v1/me/second-factors" };
    const other = await refuseOwnAccount(database, actor, account, change.at);
    if (!other.ok) return other;
    if ((await listSecondFactors(database, id)).length === 0) return ok(found);
    await deleteSecondFactorsOf(database, id);
    await deleteSessionsOf(database, id);
    await recordFactors(change, found, action);
    return ok(found);
  },
};

async function recordFactors(change: Change, owner: Administrator, action: string): Promise<void> {
  await change.recordAccount({ id: owner.id, action, before: owner, after: owner }, null);
}

export const WRONG_CODE = refuse(
  "second_factor_wrong",
  "The code is wrong, too old or was used before; enter the present one of the app, or an unused recovery code.",
);
const LAST_FACTOR = refuse(
  "last_second_factor",
  "This is your only second factor, and you must have one; add another one first.",
);
