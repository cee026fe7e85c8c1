import type { Selectable } from "kysely";
import { formatInstant } from "../../instant.ts";
import type { UserSettings } from "../../policy/settings.ts";
import type { ActorReference } from "../../tenancy/actor.ts";
import type { User } from "../../tenancy/organization.ts";
import { boolean, jsonb, nullable, type RowOf, text, timestamp, toJsonText } from "./columns.ts";
import { searchKey } from "./name-page.ts";

/** A user with the switch of R11. */
export const USER_COLUMNS = {
  id: text(),
  organization_id: text(),
  display_name: text(),
  name_key: text(),
  email: text(),
  created_at: timestamp(),
  allow_automatic_upgrades: boolean(),
  updated_at: nullable(timestamp()),
  updated_by: nullable(jsonb<ActorReference>()),
};
export type UserRow = RowOf<typeof USER_COLUMNS>;

export interface ConfiguredUser {
  readonly user: User;
  readonly settings: UserSettings;
}

/** A user from a row. */
export function toConfiguredUser(row: Selectable<UserRow>): ConfiguredUser {
  return {
    user: {
      id: row.id,
      organizationId: row.organization_id,
      displayName: row.display_name,
      email: row.email,
      createdAt: row.created_at,
    },
    settings: {
      allowAutomaticUpgrades: row.allow_automatic_upgrades,
      updatedAt: row.updated_at,
      updatedBy: row.updated_by,
    },
  };
}

export function fromUser({ organizationId, displayName, email, createdAt }: User) {
  return {
    organization_id: organizationId,
    display_name: displayName,
    name_key: searchKey(displayName),
    email,
    created_at: formatInstant(createdAt),
  };
}

export function fromUserSettings(settings: UserSettings) {
  return {
    allow_automatic_upgrades: settings.allowAutomaticUpgrades,
    updated_at: settings.updatedAt === null ? null : formatInstant(settings.updatedAt),
    updated_by: toJsonText(settings.updatedBy),
  };
}
