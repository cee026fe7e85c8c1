import type { CallRefusalCode } from "../refusal-code.ts";
import { err, type Refusal, refuse } from "../result.ts";

/** The HTTP status that each refusal is answered with: a code without one does not compile. */
const STATUS = {
  // The caller is not signed in, or cannot be.
  cross_site_request: 403,
  no_password: 409,
  no_session: 409,
  not_signed_in: 401,
  password_change_needed: 403,
  password_is_email: 400,
  password_too_long: 400,
  password_too_short: 400,
  password_unchanged: 400,
  password_wrong: 403,
  provider_refused: 401,
  provider_role_unknown: 403,
  provider_roles_several: 403,
  provider_unreachable: 503,
  session_ended: 401,
  sign_in_failed: 401,
  token_expired: 401,
  token_invalid: 401,
  too_many_attempts: 429,
  // The caller may not see or do this.
  feature_off: 403,
  not_allowed: 403,
  not_found: 404,
  override_is_the_partners: 403,
  override_not_allowed: 403,
  own_role: 403,
  path_unknown: 404,
  role_read_only: 403,
  // The call is well formed, but what is there does not allow it.
  already_done: 409,
  answered_before: 409,
  automatic_upgrades_not_available: 409,
  changed_meanwhile: 412,
  email_taken: 409,
  idempotency_key_reused: 422,
  last_vendor_admin: 409,
  not_first: 409,
  override_needs_a_partner: 409,
  own_schedule_exists: 400,
  partner_in_use: 409,
  release_withdrawn: 409,
  too_many_links: 409,
  version_exists: 409,
  // Something in the call is wrong.
  body_too_large: 413,
  body_too_slow: 408,
  cadence_unknown: 400,
  cells_wrong: 400,
  column_twice: 400,
  column_unknown: 400,
  content_type_unknown: 415,
  deferral_not_allowed: 400,
  deferral_out_of_range: 400,
  desktop_only: 400,
  expiry_past: 400,
  format_unknown: 400,
  header_missing: 400,
  headers_too_large: 431,
  id_malformed: 400,
  idempotency_key_malformed: 400,
  if_match_malformed: 400,
  import_too_large: 413,
  instant_malformed: 400,
  invalid_field: 400,
  json_malformed: 400,
  legacy_incomplete: 400,
  line_too_long: 400,
  lines_refused: 422,
  not_utf8: 400,
  organization_twice: 400,
  page_malformed: 400,
  path_malformed: 400,
  path_too_long: 414,
  quotes_wrong: 400,
  request_malformed: 400,
  request_too_slow: 408,
  scope_incomplete: 400,
  scope_unknown: 400,
  slow_before_automatic: 400,
  subject_unknown: 400,
  too_many_lines: 400,
  unknown_field: 400,
  version_malformed: 400,
  version_twice: 400,
  // The bytes of a build cannot be received or sent.
  build_empty: 400,
  build_too_large: 413,
  digest_mismatch: 400,
  metadata_malformed: 400,
  offset_wrong: 409,
  range_not_satisfiable: 416,
  size_unknown: 400,
  tus_version_unknown: 412,
  upload_aborted: 400,
  upload_expired: 410,
  upload_malformed: 400,
  // The server cannot do this now.
  builds_unreachable: 503,
  database_unreachable: 503,
  disk_full: 507,
  internal: 500,
  streams_exceeded: 503,
  streams_of_one_exceeded: 429,
  too_many_requests: 429,
} satisfies Readonly<Record<CallRefusalCode, number>>;

/** The HTTP status that a refusal is answered with. */
export function statusOf(refusal: Refusal): number {
  return STATUS[refusal.code];
}

/** Whether a text that came with untyped data, such as an issue of zod, is a code that a call can be refused with. */
export function isCallRefusalCode(text: unknown): text is CallRefusalCode {
  return typeof text === "string" && Object.hasOwn(STATUS, text);
}

/** What does not exist and what the caller may not see look the same. */
export function notFound(what: string): { readonly ok: false; readonly error: Refusal } {
  return err(refuse("not_found", `There is no such ${what}, or you may not see it.`));
}

/** The caller sees it, and the role does not do this. */
export function notAllowed(what: string): { readonly ok: false; readonly error: Refusal } {
  return err(refuse("not_allowed", `Your role does not allow you to ${what}.`));
}
