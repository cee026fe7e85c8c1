import type { Insertable, Selectable } from "kysely";
import { formatInstant } from "../../instant.ts";
import type { Actor, ActorReference, Role } from "../../tenancy/actor.ts";
import type { Kept } from "../../tenancy/sponsor.ts";
import type { Token } from "../../tenancy/token.ts";
import { jsonb, nullable, type RowOf, text, texts, timestamp, toJsonText } from "./columns.ts";

/** A token and the hash of its secret; the secret itself is not stored. */
export const TOKEN_COLUMNS = {
  id: text(),
  name: text(),
  secret_hash: text(),
  actor_id: text(),
  actor_name: text(),
  role: text<Role>(),
  partner_id: nullable(text()),
  organization_id: nullable(text()),
  organization_ids: nullable(texts()),
  expires_at: nullable(timestamp()),
  created_at: timestamp(),
  created_by: jsonb<ActorReference>(),
  kept: nullable(jsonb<Kept>()),
};
type TokenRow = RowOf<typeof TOKEN_COLUMNS>;

export function toToken(row: Selectable<TokenRow>): Token {
  return {
    id: row.id,
    name: row.name,
    actor: toActor(row),
    expiresAt: row.expires_at,
    createdAt: row.created_at,
    createdBy: row.created_by,
    ...(row.kept && { kept: row.kept }),
  };
}

function toActor(row: Selectable<TokenRow>): Actor {
  return {
    id: row.actor_id,
    displayName: row.actor_name,
    role: row.role,
    partnerId: row.partner_id,
    organizationId: row.organization_id,
    organizationIds: row.organization_ids,
  };
}

export function fromToken({ id, name, actor, ...token }: Token): Omit<Insertable<TokenRow>, "secret_hash"> {
  return {
    id,
    name,
    actor_id: actor.id,
    actor_name: actor.displayName,
    role: actor.role,
    partner_id: actor.partnerId,
    organization_id: actor.organizationId,
    organization_ids: actor.organizationIds,
    expires_at: token.expiresAt === null ? null : formatInstant(token.expiresAt),
    created_at: formatInstant(token.createdAt),
    created_by: toJsonText(token.createdBy),
    kept: toJsonText(token.kept ?? null),
  };
}
