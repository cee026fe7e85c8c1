import { randomUUID } from "node:crypto";
import { mayCreateAdministrator } from "../../commands/people/create-administrator.ts";
import { permit } from "../../commands/perform.ts";
import { AdministratorBody, AdministratorCreated } from "../../contract/administrator.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { toGrantAsked } from "../grants/asked-grant.ts";
import type { PasswordContext } from "../sessions/password-hash.ts";
import { toAdministratorAnswer } from "./administrator-answer.ts";
import { makePassword } from "./make-password.ts";

export const createAdministrator = endpoint({
  method: "POST",
  path: "/v1/administrators",
  summary:
    "Enter an administrator of one's own level or below; the one-time password and the invitation link are shown once",
  body: AdministratorBody,
  answer: AdministratorCreated,
  showsSecret: true,
  makes: "administrator",
  status: 201,
  asksForProof: true,
  handle: async ({ actor, reply, body: { displayName, email, ...asked } }, context: PasswordContext) => {
    // A hash costs processor time, so what can be refused is refused before it.
    const permitted = permit(actor, "create_administrator");
    if (!permitted.ok) return permitted;
    const id = randomUUID();
    const scene = { database: context.store.database, quotas: context.config.quotas };
    const grant = await mayCreateAdministrator(scene, actor, { id, email, grant: toGrantAsked(asked) });
    if (!grant.ok) return grant;
    const password = await makePassword(context, reply);
    if (!password.ok) return password;
    const { made, oneTimePassword, endsAt, link } = password.value;
    const described = { id, displayName, email, grant: grant.value, ...made };
    const command = { kind: "create_administrator", ...described } as const;
    return perform(context, actor, command, async (created, database) => ({
      ...(await toAdministratorAnswer(created, database)),
      oneTimePassword,
      oneTimePasswordEndsAt: endsAt,
      invitationLink: link,
    }));
  },
});
