/** Every kind of change in the ledger, by its code. */
export const AUDIT_ACTIONS = [
  "accept_schedule_request",
  "add_build",
  "add_companion",
  "add_digests",
  "ask_for_schedule",
  "change_administrator",
  "change_build",
  "change_organization",
  "change_organization_settings",
  "change_partner",
  "change_partner_settings",
  "change_password",
  "change_product",
  "change_release",
  "change_user",
  "change_user_settings",
  "create_administrator",
  "create_forecast_link",
  "create_organization",
  "create_partner",
  "create_release",
  "create_token",
  "create_user",
  "decline_schedule_request",
  "delete_administrator",
  "delete_companion",
  "delete_organization",
  "delete_partner",
  "delete_user",
  "import_calendar",
  "import_legacy_settings",
  "import_organizations",
  "import_users",
  "keep_token",
  "migrate_legacy_settings",
  "renew_one_time_password",
  "return_to_inheritance",
  "revoke_forecast_link",
  "revoke_token",
  "withdraw_schedule_request",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Finds a known code, or undefined; a server newer than the page may have more codes. */
export function findAction(code: unknown): AuditAction | undefined {
  return AUDIT_ACTIONS.find((known) => known === code);
}
