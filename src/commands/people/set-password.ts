import type { Instant } from "../../instant.ts";
import { ok } from "../../result.ts";
import { findAdministrator } from "../../store/tables/administrator-table.ts";
import { deleteSessionsOf } from "../../store/tables/session-table.ts";
import type { Administrator } from "../../tenancy/administrator.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";
import { findReachedAdministrator } from "./find-reached-administrator.ts";
import { oneTimePassword } from "./one-time-password.ts";

/** Gives an administrator who forgot the password a one-time password; all sessions end. */
export interface RenewOneTimePassword {
  readonly kind: "renew_one_time_password";
  readonly id: string;
  /** The hash of the one-time password; the ledger has a digest of it. */
  readonly passwordHash: string;
  /** When it ends, or null if it does not by itself. */
  readonly passwordEndsAt: Instant | null;
}

export const renewOneTimePassword: Definition<RenewOneTimePassword, Administrator> = {
  permit: (actor) =>
    may(actor, "manage_administrators") ? ok(true) : notAllowed("renew one-time passwords"),
  perform: async (change, { actor }, { kind: action, id, ...given }) => {
    const found = await findReachedAdministrator(change.database, actor, id);
    if (!found) return notFound("administrator");
    const password = oneTimePassword(actor, given);
    await change.recordPassword({ id, action, before: found, after: found }, password);
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
    await change.recordPassword({ id, action, before: found, after: found }, { hash, isOneTime: false });
    await deleteSessionsOf(change.database, id);
    return ok(found);
  },
};
