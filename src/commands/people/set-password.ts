import { err, ok, refuse } from "../../result.ts";
import { findAccountByLink, findAdministrator } from "../../store/tables/administrator-table.ts";
import { deleteSessionsOf } from "../../store/tables/session-table.ts";
import type { Administrator } from "../../tenancy/administrator.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { findReachedAdministrator } from "./find-reached-administrator.ts";
import { type MadePassword, oneTimePassword } from "./one-time-password.ts";
import { refuseOwnAccount } from "./refuse-own-account.ts";

/**
 * Gives an administrator who forgot the password a one-time password with a link, or a link alone: then nobody is told
 * the password. All sessions end.
 */
export interface RenewOneTimePassword extends MadePassword {
  readonly kind: "renew_one_time_password" | "make_recovery_link";
  readonly id: string;
}

export const renewOneTimePassword: Definition<RenewOneTimePassword, Administrator> = {
  permit: (actor) =>
    may(actor, "manage_administrators") ? ok(true) : notAllowed("renew one-time passwords"),
  perform: async (change, { actor }, { kind: action, id, ...given }) => {
    const found = await findReachedAdministrator(change.database, actor, id);
    if (!found) return notFound("administrator");
    const account = { id, instead: "change your password with PUT /v1/me/password" };
    const other = await refuseOwnAccount(change.database, actor, account, change.at);
    if (!other.ok) return other;
    const password = oneTimePassword(actor, given);
    await change.recordAccount({ id, action, before: found, after: found }, password);
    await deleteSessionsOf(change.database, id);
    return ok(found);
  },
};

/** Changes one's own password; all one's sessions end. The current password was checked before. */
export interface ChangePassword {
  readonly kind: "change_password";
  /** The hash of the new password; the ledger has a digest of it. */
  readonly passwordHash: string;
}

export const changePassword: Definition<ChangePassword, Administrator> = {
  perform: async (change, { actor: { id } }, { kind: action, passwordHash: hash }) => {
    const found = await findAdministrator(change.database, id);
    if (!found || found.disabledAt !== null) return notFound("administrator");
    await change.recordAccount({ id, action, before: found, after: found }, { hash, isOneTime: false });
    await deleteSessionsOf(change.database, id);
    return ok(found);
  },
};

/**
 * Sets the first or next password of one's own account with a link; the link, its one-time password and all sessions end.
 * Refuses `invitation_ended` if the link was used or ended meanwhile: of two uses one alone is accepted.
 */
export interface AcceptInvitation {
  readonly kind: "accept_invitation";
  readonly linkHash: string;
  /** The hash of the new password; the ledger has a digest of it. */
  readonly passwordHash: string;
}

export const acceptInvitation: Definition<AcceptInvitation, Administrator> = {
  perform: async (change, { actor, at }, { kind: action, linkHash, passwordHash: hash }) => {
    const account = await findAccountByLink(change.database, linkHash);
    const { administrator: found, password } = account ?? {};
    const isOver = password?.endsAt !== undefined && password.endsAt <= at;
    if (!found || found.id !== actor.id || found.disabledAt !== null || isOver) return err(INVITATION_ENDED);
    await change.recordAccount(
      { id: found.id, action, before: found, after: found },
      { hash, isOneTime: false },
    );
    await deleteSessionsOf(change.database, found.id);
    return ok(found);
  },
};

/** Says the same of a link that never was, was used, was replaced or has ended. */
export const INVITATION_ENDED = refuse(
  "invitation_ended",
  "This link is not good, or not any more: it was used, replaced or has ended. Ask an administrator of your level or above for a new one.",
);
