import { randomBytes, randomUUID } from "node:crypto";
import { TokenBody, TokenCreated } from "../../contract/token.ts";
import { err, ok, refuse } from "../../result.ts";
import { toActorReference } from "../../tenancy/actor.ts";
import { toGrant } from "../../tenancy/grant.ts";
import { may } from "../../tenancy/permission.ts";
import { hashSecret } from "../authenticate.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { mayGive } from "../grants/may-give.ts";
import { notAllowed } from "../refusals.ts";
import { toTokenAnswer } from "./token-answer.ts";

export const createToken = endpoint({
  method: "POST",
  path: "/v1/tokens",
  summary: "Make a token for one's own level or below; the secret is shown once",
  body: TokenBody,
  answer: TokenCreated,
  showsSecret: true,
  status: 201,
  handle: async ({ actor, body }, context) => {
    if (!may(actor, "manage_tokens")) return notAllowed("create tokens");
    const grant = toGrant(actor, {
      role: body.role,
      partnerId: body.partnerId ?? null,
      organizationId: body.organizationId ?? null,
      organizationIds: body.organizationIds ?? null,
    });
    if (!grant.ok) return grant;
    const secret = `slc_${randomBytes(32).toString("base64url")}`;
    return change(context, actor, async (transaction) => {
      if (body.expiresAt !== undefined && body.expiresAt <= transaction.at) {
        return err(refuse("expiry_past", "expiresAt: use a moment in the future"));
      }
      const granted = await mayGive(transaction.database, actor, grant.value);
      if (!granted.ok) return granted;
      const id = randomUUID();
      const token = {
        id,
        name: body.name,
        actor: { id, displayName: body.name, ...grant.value },
        expiresAt: body.expiresAt ?? null,
        createdAt: transaction.at,
        createdBy: toActorReference(actor),
      };
      await transaction.recordToken({ id, action: "create_token", after: token }, hashSecret(secret));
      return ok({ ...toTokenAnswer(token), token: secret });
    });
  },
});
