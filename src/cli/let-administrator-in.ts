import { readConfig } from "../api/config.ts";
import { endAfter } from "../api/lives-config.ts";
import { makeOneTimePassword, PasswordHasher } from "../api/sessions/password-hash.ts";
import { perform } from "../commands/perform.ts";
import { err, ok } from "../result.ts";
import { readDatabaseClock } from "../store/database-clock.ts";
import { changeStore } from "../store/ledger/change.ts";
import { findAccountByEmail } from "../store/tables/administrator-table.ts";
import { noteExternalActors } from "../store/tables/external-actor-table.ts";
import type { Actor } from "../tenancy/actor.ts";
import { EXIT, fail, type Outcome } from "./command-result.ts";
import { showInstant } from "./format-text.ts";
import { withStore } from "./open-database.ts";
import type { Terminal } from "./terminal.ts";

/** The actor of what is done with the database itself, by whoever runs the server. */
const OPERATOR: Actor = {
  id: "operator",
  displayName: "Operator",
  role: "vendor_admin",
  partnerId: null,
  organizationId: null,
  organizationIds: null,
};

/**
 * The work of `sluice administrators let-in`: gives an administrator a one-time password and removes the second factors,
 * as entries of the ledger; all sessions end. Refuses `administrator_unknown`, and who is disabled.
 */
export async function letAdministratorIn(terminal: Terminal, email: string): Promise<Outcome> {
  const config = readConfig(terminal.env);
  if (!config.ok) return fail(EXIT.usage, config.error);
  return withStore(terminal, async (store): Promise<Outcome> => {
    const account = await findAccountByEmail(store.database, email);
    if (!account || account.administrator.disabledAt !== null) return fail(EXIT.refused, UNKNOWN);
    const { id, displayName } = account.administrator;
    const now = await readDatabaseClock(store.database);
    const oneTimePassword = makeOneTimePassword();
    const passwordHash = await new PasswordHasher().hash(oneTimePassword);
    const passwordEndsAt = endAfter(now, config.value.lives.oneTimePasswordHours * 3_600_000);
    const password = { passwordHash, passwordEndsAt, linkHash: null };
    const done = await changeStore(store, { actor: OPERATOR, now }, async (change) => {
      await noteExternalActors(change.database, [OPERATOR], change.at);
      const removed = await perform(change, OPERATOR, { kind: "remove_second_factors", id });
      if (!removed.ok) return err(removed.error);
      return perform(change, OPERATOR, { kind: "renew_one_time_password", id, ...password });
    });
    if (!done.ok) return fail(EXIT.refused, done.error);
    const until =
      passwordEndsAt === null ? "" : `, until ${showInstant(new Date(passwordEndsAt).toISOString())}`;
    const text = `${displayName} signs in with this one-time password${until}, and has no second factor any more:\n${oneTimePassword}`;
    return ok({ text, json: { id, email: account.administrator.email, oneTimePassword } });
  });
}

const UNKNOWN = {
  code: "administrator_unknown",
  message: "No administrator who may sign in has this e-mail address; check it, or look at the list.",
} as const;
