import { err, type Refusal, refuse } from "../result.ts";

/** The HTTP status of refusals that are not plain bad input (400). */
const STATUS: Readonly<Record<string, number>> = {
  not_signed_in: 401,
  token_invalid: 401,
  token_expired: 401,
  sign_in_failed: 401,
  provider_refused: 401,
  provider_role_unknown: 403,
  provider_roles_several: 403,
  session_ended: 401,
  cross_site_request: 403,
  password_change_needed: 403,
  password_wrong: 403,
  own_role: 403,
  not_allowed: 403,
  role_read_only: 403,
  feature_off: 403,
  override_not_allowed: 403,
  override_is_the_partners: 403,
  not_found: 404,
  automatic_upgrades_not_available: 409,
  override_needs_a_partner: 409,
  version_exists: 409,
  release_withdrawn: 409,
  partner_in_use: 409,
  too_many_links: 409,
  email_taken: 409,
  last_vendor_admin: 409,
  no_session: 409,
  no_password: 409,
  path_too_long: 414,
  range_not_satisfiable: 416,
  body_too_large: 413,
  build_too_large: 413,
  import_too_large: 413,
  content_type_unknown: 415,
  idempotency_key_reused: 422,
  lines_refused: 422,
  changed_meanwhile: 412,
  already_done: 409,
  body_too_slow: 408,
  streams_of_one_exceeded: 429,
  too_many_attempts: 429,
  too_many_requests: 429,
  provider_unreachable: 503,
  builds_unreachable: 503,
  upload_expired: 410,
  offset_wrong: 409,
  tus_version_unknown: 412,
  streams_exceeded: 503,
  disk_full: 507,
};

/** The HTTP status that a refusal is answered with. */
export function statusOf(refusal: Refusal): number {
  return STATUS[refusal.code] ?? 400;
}

/** What does not exist and what the caller may not see look the same. */
export function notFound(what: string): { readonly ok: false; readonly error: Refusal } {
  return err(refuse("not_found", `There is no such ${what}, or you may not see it.`));
}

/** The caller sees it, and the role does not do this. */
export function notAllowed(what: string): { readonly ok: false; readonly error: Refusal } {
  return err(refuse("not_allowed", `Your role does not allow you to ${what}.`));
}
