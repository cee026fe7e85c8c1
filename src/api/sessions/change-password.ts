import { PasswordBody, SessionCreated } from "../../contract/session.ts";
import { err, refuse } from "../../result.ts";
import { findAdministrator } from "../../store/tables/administrator-table.ts";
import { acceptPassword } from "../../tenancy/password.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { hashInTurn } from "../shares/hashing.ts";
import type { SignInContext } from "./begin-attempt.ts";
import { checkPassword } from "./check-password.ts";
import { openSession } from "./open-session.ts";
import { refuseGuessable } from "./refuse-guessable.ts";

export const changePassword = endpoint({
  method: "PUT",
  path: "/v1/me/password",
  summary: "Change one's password; all one's sessions end, and the answer is a new one",
  body: PasswordBody,
  answer: SessionCreated,
  isOpenBeforePasswordChange: true,
  handle: async (
    { actor, session, reply, body: { currentPassword, newPassword } },
    context: SignInContext,
  ) => {
    const { administratorId: id, hasSecondFactor } = session ?? NOBODYS_SESSION;
    const before = id === null ? null : await findAdministrator(context.store.database, id);
    if (id === null || !before) return err(refuse("no_password", NO_PASSWORD));
    const checked = await checkPassword(context, reply, before.email, currentPassword);
    if (!checked.ok) return checked.error.code === "sign_in_failed" ? err(WRONG) : checked;
    const accepted = acceptPassword(newPassword, { email: before.email, current: currentPassword });
    if (!accepted.ok) return accepted;
    const { product, vendor } = context.config;
    const hard = await refuseGuessable(newPassword, { ...before, product, vendor });
    if (!hard.ok) return hard;
    const hashed = await hashInTurn(context, reply.request, () => context.passwords.hash(accepted.value));
    if (!hashed.ok) return hashed;
    const hash = hashed.value;
    const changed = await perform(context, actor, { kind: "change_password", passwordHash: hash });
    if (!changed.ok) return changed;
    const password = { passwordHash: hash, passwordChangeNeeded: false, hasSecondFactor };
    return openSession(context, reply, { actor: changed.value, administratorId: id, ...password });
  },
});

const NOBODYS_SESSION = { administratorId: null, hasSecondFactor: false };
export const NO_PASSWORD =
  "This sign-in has no password here; only local accounts have one. Change it at your identity provider.";
export const WRONG = refuse("password_wrong", "The current password is wrong; enter it again.");
