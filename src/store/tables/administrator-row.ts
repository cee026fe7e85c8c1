import type { Insertable, Selectable } from "kysely";
import { formatInstant } from "../../instant.ts";
import type { ActorReference, Role } from "../../tenancy/actor.ts";
import { type Administrator, emailKey } from "../../tenancy/administrator.ts";
import type { Kept } from "../../tenancy/sponsor.ts";
import { boolean, jsonb, nullable, type RowOf, text, texts, timestamp, toJsonText } from "./columns.ts";
import { searchKey } from "./name-page.ts";

/** An administrator, and the hash of the password. */
export const ADMINISTRATOR_COLUMNS = {
  id: text(),
  display_name: text(),
  name_key: text(),
  email: text(),
  email_key: text(),
  password_hash: text(),
  password_is_one_time: boolean(),
  /** The person or token that gave the last one-time password, and when it ends, if it does. */
  password_given_by: nullable(jsonb<ActorReference>()),
  password_ends_at: nullable(timestamp()),
  /** The SHA-256 of the link that was made with the one-time password of this hash, and is good only with it. */
  link_hash: nullable(text()),
  link_password_hash: nullable(text()),
  role: text<Role>(),
  partner_id: nullable(text()),
  organization_id: nullable(text()),
  organization_ids: nullable(texts()),
  created_at: timestamp(),
  disabled_at: nullable(timestamp()),
  /** When a session of the person was last opened; null if that was never noted. Not in the ledger. */
  last_sign_in_at: nullable(timestamp()),
  kept: nullable(jsonb<Kept>()),
};
export type AdministratorRow = RowOf<typeof ADMINISTRATOR_COLUMNS>;

export function toAdministrator(row: Selectable<AdministratorRow>): Administrator {
  return {
    id: row.id,
    displayName: row.display_name,
    email: row.email,
    role: row.role,
    partnerId: row.partner_id,
    organizationId: row.organization_id,
    organizationIds: row.organization_ids,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
    ...(row.kept && { kept: row.kept }),
  };
}

type PasswordColumn = Extract<keyof AdministratorRow, `${"password" | "link"}_${string}`>;
type Columns = Omit<Insertable<AdministratorRow>, PasswordColumn | "last_sign_in_at">;

export function fromAdministrator(one: Administrator): Columns {
  return {
    id: one.id,
    display_name: one.displayName,
    name_key: searchKey(one.displayName),
    email: one.email,
    email_key: emailKey(one.email),
    role: one.role,
    partner_id: one.partnerId,
    organization_id: one.organizationId,
    organization_ids: one.organizationIds,
    created_at: formatInstant(one.createdAt),
    disabled_at: one.disabledAt === null ? null : formatInstant(one.disabledAt),
    kept: toJsonText(one.kept ?? null),
  };
}
