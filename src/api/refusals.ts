import { err, type Refusal, refuse } from "../result.ts";

/** The HTTP status of refusals that are not plain bad input (400). */
const STATUS: Readonly<Record<string, number>> = {
  not_signed_in: 401,
  token_invalid: 401,
  token_expired: 401,
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
  body_too_large: 413,
  build_too_large: 413,
  content_type_unknown: 415,
  disk_full: 507,
};

/** The HTTP status that a refusal is answered with. */
export function statusOf(refusal: Refusal): number {
  return STATUS[refusal.code] ?? 400;
}

/** What does not exist and what the caller may not see look the same. */
export function notFound(what: string): { readonly ok: false; readonly error: Refusal } {
  return err(refuse("not_found", `There is no such ${what}, or it is not yours to see.`));
}

/** The caller sees it, and the role does not do this. */
export function notAllowed(what: string): { readonly ok: false; readonly error: Refusal } {
  return err(refuse("not_allowed", `Your role does not allow to ${what}.`));
}
