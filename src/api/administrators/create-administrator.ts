import { randomUUID } from "node:crypto";
import { AdministratorBody, AdministratorCreated } from "../../contract/administrator.ts";
import { ok } from "../../result.ts";
import { toGrant } from "../../tenancy/grant.ts";
import { may } from "../../tenancy/permission.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { mayGive } from "../grants/may-give.ts";
import { notAllowed } from "../refusals.ts";
import { hashPassword, makeOneTimePassword } from "../sessions/password-hash.ts";
import { toAdministratorAnswer } from "./administrator-answer.ts";
import { refuseTakenEmail } from "./refuse-taken-email.ts";

export const createAdministrator = endpoint({
  method: "POST",
  path: "/v1/administrators",
  summary: "Enter an administrator of one's own level or below; the one-time password is shown once",
  body: AdministratorBody,
  answer: AdministratorCreated,
  showsSecret: true,
  makes: "administrator",
  status: 201,
  handle: async ({ actor, reply, body: { displayName, email, ...asked } }, context) => {
    if (!may(actor, "manage_administrators")) return notAllowed("add administrators");
    const grant = toGrant(actor, {
      role: asked.role,
      partnerId: asked.partnerId ?? null,
      organizationId: asked.organizationId ?? null,
      organizationIds: asked.organizationIds ?? null,
    });
    if (!grant.ok) return grant;
    reply.header("cache-control", "no-store");
    const oneTimePassword = makeOneTimePassword();
    const password = { hash: await hashPassword(oneTimePassword), isOneTime: true };
    return change(context, actor, async (transaction) => {
      const granted = await mayGive(transaction.database, actor, grant.value);
      if (!granted.ok) return granted;
      const id = randomUUID();
      const free = await refuseTakenEmail(transaction.database, email, id);
      if (!free.ok) return free;
      const after = { id, displayName, email, ...grant.value, createdAt: transaction.at, disabledAt: null };
      await transaction.recordPassword({ id, action: "create_administrator", before: null, after }, password);
      return ok({ ...toAdministratorAnswer(after), oneTimePassword });
    });
  },
});
