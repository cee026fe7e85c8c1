import type { Selectable } from "kysely";
import type { Actor } from "../../tenancy/actor.ts";
import type { Session } from "../../tenancy/session.ts";
import type { AdministratorRow } from "./administrator-row.ts";
import { cidr, jsonb, nullable, type RowOf, text, timestamp } from "./columns.ts";

/** A session and the hash of its secret; `actor` is set only for a person of an identity provider. */
export const SESSION_COLUMNS = {
  id: text(),
  secret_hash: text(),
  person_id: text(),
  administrator_id: nullable(text()),
  actor: nullable(jsonb<Actor>()),
  user_agent: text(),
  /** The network of the address that it was opened from; null of older sessions. */
  network: nullable(cidr()),
  created_at: timestamp(),
  /** When its person last gave a proof after the sign-in, or null if never. */
  proved_at: nullable(timestamp()),
  last_used_at: timestamp(),
  expires_at: timestamp(),
};
type SessionRow = RowOf<typeof SESSION_COLUMNS>;

/** A sign-in that an identity provider has not answered yet, by the hash of its state. */
export const OIDC_ATTEMPT_COLUMNS = {
  state_hash: text(),
  nonce: text(),
  code_verifier: text(),
  expires_at: timestamp(),
};

type Row = Pick<
  Selectable<SessionRow>,
  | "id"
  | "actor"
  | "administrator_id"
  | "user_agent"
  | "network"
  | "created_at"
  | "proved_at"
  | "last_used_at"
  | "expires_at"
> & { readonly has_second_factor: boolean } & {
  [Column in keyof OfAdministrator]: OfAdministrator[Column] | null;
};
type OfAdministrator = Pick<
  Selectable<AdministratorRow>,
  "display_name" | "role" | "partner_id" | "organization_id" | "organization_ids" | "password_is_one_time"
>;

/** The role of a local account is the present one, not that at sign-in. */
export function toSession(row: Row): Session {
  return {
    id: row.id,
    actor: row.actor ?? toActor(row),
    administratorId: row.administrator_id,
    passwordChangeNeeded: row.password_is_one_time ?? false,
    hasSecondFactor: row.has_second_factor,
    network: row.network,
    userAgent: row.user_agent,
    createdAt: row.created_at,
    provedAt: row.proved_at ?? row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
  };
}

function toActor(row: Row): Actor {
  if (row.administrator_id === null || row.display_name === null || row.role === null) {
    throw new Error(`session ${row.id} is nobody's`);
  }
  return {
    id: row.administrator_id,
    displayName: row.display_name,
    role: row.role,
    partnerId: row.partner_id,
    organizationId: row.organization_id,
    organizationIds: row.organization_ids,
  };
}
