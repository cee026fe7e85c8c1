import type { Insertable, Selectable } from "kysely";
import { formatInstant } from "../../instant.ts";
import type { Role } from "../../tenancy/actor.ts";
import { type Administrator, emailKey } from "../../tenancy/administrator.ts";
import { boolean, nullable, type RowOf, text, texts, timestamp } from "./columns.ts";
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
  role: text<Role>(),
  partner_id: nullable(text()),
  organization_id: nullable(text()),
  organization_ids: nullable(texts()),
  created_at: timestamp(),
  disabled_at: nullable(timestamp()),
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
  };
}

type Columns = Omit<Insertable<AdministratorRow>, "password_hash" | "password_is_one_time">;

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
  };
}
