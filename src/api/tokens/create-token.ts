import { randomBytes, randomUUID } from "node:crypto";
import { TokenBody, TokenCreated } from "../../contract/token.ts";
import { err, ok, type Refusal, type Result, refuse } from "../../result.ts";
import type { Database } from "../../store/database.ts";
import { findPartner } from "../../store/partner-table.ts";
import { findScene } from "../../store/scenes.ts";
import { type Actor, toActorReference } from "../../tenancy/actor.ts";
import { type Grant, mayGrantRole, toGrant } from "../../tenancy/grant.ts";
import { may, seesOrganization, seesPartner } from "../../tenancy/permission.ts";
import { hashSecret } from "../authenticate.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { notAllowed, notFound } from "../refusals.ts";
import { toTokenAnswer } from "./token-answer.ts";

export const createToken = endpoint({
  method: "POST",
  path: "/v1/tokens",
  summary: "Make a token for one's own level or below; the secret is shown once",
  body: TokenBody,
  answer: TokenCreated,
  status: 201,
  handle: async ({ actor, body }, context) => {
    if (!may(actor, "manage_tokens")) return notAllowed("make tokens");
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
        return err(refuse("expiry_past", "expiresAt: allowed is a moment still to come"));
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

/** A token reaches no further than whoever makes it: not above its level, not outside its subtree. */
async function mayGive(database: Database, actor: Actor, grant: Grant): Promise<Result<true, Refusal>> {
  if (!mayGrantRole(actor, grant.role)) return notAllowed("make tokens above your level");
  if (grant.partnerId !== null) {
    const partner = seesPartner(actor, grant.partnerId) ? await findPartner(database, grant.partnerId) : null;
    if (!partner) return notFound("partner");
  }
  const organizationIds = [
    ...(grant.organizationIds ?? []),
    ...(grant.organizationId ? [grant.organizationId] : []),
  ];
  for (const organizationId of organizationIds) {
    const scene = await findScene(database, organizationId);
    const isServed = grant.partnerId === null || scene?.organization.partnerIds.includes(grant.partnerId);
    if (!scene || !isServed || !seesOrganization(actor, scene.organization)) return notFound("organization");
  }
  return ok(true);
}
