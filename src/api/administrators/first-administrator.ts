import { randomUUID } from "node:crypto";
import { perform } from "../../commands/perform.ts";
import { err, refuse } from "../../result.ts";
import { hasAdministrators } from "../../store/tables/administrator-table.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { change } from "../change.ts";
import { endAfter } from "../lives-config.ts";
import { makeOneTimePassword, type PasswordContext } from "../sessions/password-hash.ts";

/** How the first person signs in. */
export interface FirstLogin {
  readonly email: string;
  readonly oneTimePassword: string;
}

const EVERYTHING = {
  role: "vendor_admin",
  partnerId: null,
  organizationId: null,
  organizationIds: null,
} as const;
/** The actor that makes the first administrator. */
export const FIRST_START: Actor = { id: "first-start", displayName: "First start", ...EVERYTHING };

/**
 * Makes a vendor administrator, or gives null if there is an administrator already, also where another server was
 * faster.
 */
export async function makeFirstAdministrator(context: PasswordContext): Promise<FirstLogin | null> {
  if (await hasAdministrators(context.store.database)) return null;
  const { adminEmail: email } = context.config;
  const oneTimePassword = makeOneTimePassword();
  const passwordEndsAt = endAfter(context.now(), context.config.lives.oneTimePasswordHours * 3_600_000);
  const passwordHash = await context.passwords.hash(oneTimePassword);
  const made = await change(context, FIRST_START, async (transaction) => {
    if (await hasAdministrators(transaction.database))
      return err(refuse("not_first", "There is an administrator already; sign in."));
    const password = { passwordHash, passwordEndsAt, linkHash: null };
    const described = { id: randomUUID(), displayName: "Administrator", email, ...password };
    return perform(transaction, FIRST_START, {
      kind: "create_administrator",
      ...described,
      grant: EVERYTHING,
    });
  });
  return made.ok ? { email, oneTimePassword } : null;
}
