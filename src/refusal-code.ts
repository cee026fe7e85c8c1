/** The codes that a call of the API can be refused with. They are public: a code never changes its meaning. */
export type CallRefusalCode = SignInCode | AccessCode | ChangeCode | InputCode | UploadCode | ServerCode;

/** Starting a server and running a command can also be refused with these; no call is ever answered with one. */
export type LocalRefusalCode = StartCode | CommandCode;

/** Every code that something in the product is refused with. */
export type RefusalCode = CallRefusalCode | LocalRefusalCode;

/** The caller is not signed in, or cannot be. */
type SignInCode =
  | "cross_site_request"
  | "no_password"
  | "no_session"
  | "not_signed_in"
  | "password_change_needed"
  | "password_is_email"
  | "password_too_long"
  | "password_too_short"
  | "password_unchanged"
  | "password_wrong"
  | "provider_clock_off"
  | "provider_groups_left_out"
  | "provider_refused"
  | "provider_role_unknown"
  | "provider_roles_several"
  | "provider_unreachable"
  | "session_ended"
  | "sign_in_failed"
  | "token_expired"
  | "token_invalid"
  | "too_many_attempts";

/** The caller may not see or do this. */
type AccessCode =
  | "feature_off"
  | "not_allowed"
  | "not_found"
  | "override_is_the_partners"
  | "override_not_allowed"
  | "own_role"
  | "path_unknown"
  | "role_read_only";

/** The call is well formed, but what is there does not allow it. */
type ChangeCode =
  | "already_done"
  | "answered_before"
  | "automatic_upgrades_not_available"
  | "changed_meanwhile"
  | "email_taken"
  | "idempotency_key_reused"
  | "last_vendor_admin"
  | "not_first"
  | "organization_exists"
  | "override_needs_a_partner"
  | "own_schedule_exists"
  | "partner_in_use"
  | "quota_reached"
  | "release_withdrawn"
  | "too_many_links"
  | "user_exists"
  | "version_exists";

/** Something in the call is wrong. */
type InputCode =
  | "body_too_large"
  | "build_address_not_allowed"
  | "body_too_slow"
  | "cadence_unknown"
  | "cells_wrong"
  | "column_twice"
  | "column_unknown"
  | "content_type_unknown"
  | "deferral_not_allowed"
  | "deferral_out_of_range"
  | "desktop_only"
  | "expiry_past"
  | "file_name_of_another_format"
  | "format_unknown"
  | "header_missing"
  | "headers_too_large"
  | "id_malformed"
  | "idempotency_key_malformed"
  | "if_match_malformed"
  | "import_too_large"
  | "instant_malformed"
  | "invalid_field"
  | "json_malformed"
  | "legacy_incomplete"
  | "line_repeated"
  | "line_too_long"
  | "lines_refused"
  | "not_utf8"
  | "organization_twice"
  | "page_malformed"
  | "path_malformed"
  | "path_too_long"
  | "quotes_wrong"
  | "request_malformed"
  | "request_too_slow"
  | "scope_incomplete"
  | "scope_unknown"
  | "slow_before_automatic"
  | "subject_unknown"
  | "too_many_lines"
  | "unknown_field"
  | "version_malformed"
  | "version_twice"
  | "workbook_given";

/** The bytes of a build cannot be received or sent. */
type UploadCode =
  | "build_empty"
  | "build_too_large"
  | "digest_mismatch"
  | "metadata_malformed"
  | "offset_wrong"
  | "range_not_satisfiable"
  | "size_unknown"
  | "tus_version_unknown"
  | "upload_aborted"
  | "upload_expired"
  | "upload_malformed";

/** The server cannot do this now. */
type ServerCode =
  | "builds_unreachable"
  | "clock_off"
  | "database_busy"
  | "database_denied"
  | "database_read_only"
  | "database_unreachable"
  | "disk_full"
  | "internal"
  | "outcome_unknown"
  | "streams_exceeded"
  | "streams_of_one_exceeded"
  | "too_many_requests";

/** A server does not start. */
type StartCode =
  | "address_not_available"
  | "configuration_invalid"
  | "data_directory_in_use"
  | "data_directory_not_lockable"
  | "data_directory_not_private"
  | "data_directory_not_writable"
  | "database_damaged"
  | "database_newer_than_program"
  | "database_not_utf8"
  | "port_in_use"
  | "signing_key_unreadable"
  | "worker_died"
  | "workers_need_postgresql";

/** A command of the command line cannot do its work. */
type CommandCode =
  | "answer_broken_off"
  | "answer_missing"
  | "arch_unknown"
  | "automatic_at_missing"
  | "backup_exists"
  | "backup_not_embedded"
  | "backup_unreadable"
  | "build_unknown"
  | "calendar_invalid"
  | "calendar_too_short"
  | "canceled"
  | "data_directory_not_empty"
  | "download_broken_off"
  | "download_refused"
  | "email_missing"
  | "expected_malformed"
  | "export_broken_off"
  | "file_unreadable"
  | "file_unwritable"
  | "format_unclear"
  | "key_in_file"
  | "key_unreadable"
  | "keys_missing"
  | "ledger_missing"
  | "manifest_malformed"
  | "manifest_unreachable"
  | "number_out_of_range"
  | "owner_missing"
  | "passwords_differ"
  | "platform_unclear"
  | "platform_unknown"
  | "release_unknown"
  | "report_not_writable"
  | "rollout_days_malformed"
  | "schedule_missing"
  | "sessions_unreadable"
  | "sessions_unwritable"
  | "signature_wrong"
  | "state_unknown"
  | "url_for_one_file"
  | "url_malformed";
