-- The schema that the migrations make, as the database's catalog tells it. Made by the test
-- test/store/schema.test.ts, which fails when this file is stale; `npx vitest run test/store/schema.test.ts -u` writes it.

create table account_attempts (
  administrator_id text not null,
  kind text not null,
  since timestamp with time zone not null,
  attempts integer not null,
  constraint account_attempts_administrator_id_fkey FOREIGN KEY (administrator_id) REFERENCES administrators(id) ON DELETE CASCADE,
  constraint account_attempts_kind_check CHECK ((kind = ANY (ARRAY['password'::text, 'code'::text]))),
  constraint account_attempts_pkey PRIMARY KEY (administrator_id, kind)
);

create table administrators (
  id text not null,
  display_name text not null,
  name_key text collate "C" not null,
  email text not null,
  email_key text not null,
  password_hash text not null,
  password_is_one_time boolean not null,
  role text not null,
  partner_id text,
  organization_id text,
  organization_ids text[],
  created_at timestamp with time zone not null,
  disabled_at timestamp with time zone,
  kept jsonb,
  password_given_by jsonb,
  password_ends_at timestamp with time zone,
  link_hash text,
  link_password_hash text,
  last_sign_in_at timestamp with time zone,
  constraint administrators_email_key_key UNIQUE (email_key),
  constraint administrators_link_hash_key UNIQUE (link_hash),
  constraint administrators_pkey PRIMARY KEY (id)
);

CREATE INDEX administrators_by_giver ON public.administrators USING btree (((password_given_by ->> 'id'::text)));

CREATE INDEX administrators_by_name ON public.administrators USING btree (name_key, id);

CREATE INDEX administrators_by_organization ON public.administrators USING btree (organization_id);

CREATE INDEX administrators_by_partner ON public.administrators USING btree (partner_id);

create table adoption_changes (
  organization_id text not null,
  day text collate "C" not null,
  version text not null,
  change integer not null,
  constraint adoption_changes_pkey PRIMARY KEY (organization_id, day, version)
);

create table answered_calls (
  actor_id text not null,
  key text not null,
  fingerprint text not null,
  status smallint not null,
  body text,
  shown_id text,
  answered_at timestamp with time zone not null,
  etag text,
  party text,
  constraint answered_calls_check CHECK ((num_nonnulls(body, shown_id) = 1)),
  constraint answered_calls_pkey PRIMARY KEY (actor_id, key)
);

CREATE INDEX answered_calls_by_age ON public.answered_calls USING btree (answered_at);

CREATE INDEX answered_calls_by_party ON public.answered_calls USING btree (party, answered_at) WHERE (party IS NOT NULL);

create table build_downloads (
  id text not null,
  build_id text not null,
  downloaded_at timestamp with time zone not null,
  actor_id text not null,
  actor_name text not null,
  actor_role text not null,
  partner_id text,
  network cidr not null,
  constraint build_downloads_build_id_fkey FOREIGN KEY (build_id) REFERENCES builds(id),
  constraint build_downloads_pkey PRIMARY KEY (id)
);

CREATE INDEX build_downloads_by_age ON public.build_downloads USING btree (downloaded_at, id);

CREATE INDEX build_downloads_by_build ON public.build_downloads USING btree (build_id, downloaded_at, id);

CREATE INDEX build_downloads_by_partner ON public.build_downloads USING btree (partner_id, downloaded_at, id);

create table builds (
  id text not null,
  release_id text not null,
  platform text not null,
  arch text not null,
  format text not null,
  file_name text not null,
  size bigint not null,
  sha256 text,
  sha512 text not null,
  url text,
  added_at timestamp with time zone not null,
  proofs jsonb not null default '{}'::jsonb,
  app_version text,
  updaters jsonb not null default '{}'::jsonb,
  companions jsonb not null default '[]'::jsonb,
  minimum_os_version text,
  maximum_os_version text,
  constraint builds_arch_check CHECK ((arch = ANY (ARRAY['x64'::text, 'arm64'::text]))),
  constraint builds_check CHECK (((sha256 IS NOT NULL) OR (url IS NOT NULL))),
  constraint builds_companions_check CHECK ((jsonb_typeof(companions) = 'array'::text)),
  constraint builds_pkey PRIMARY KEY (id),
  constraint builds_platform_check CHECK ((platform = ANY (ARRAY['win'::text, 'mac'::text, 'linux'::text]))),
  constraint builds_proofs_check CHECK ((jsonb_typeof(proofs) = 'object'::text)),
  constraint builds_release_id_fkey FOREIGN KEY (release_id) REFERENCES releases(id),
  constraint builds_size_check CHECK ((size >= 0)),
  constraint builds_updaters_check CHECK ((jsonb_typeof(updaters) = 'object'::text))
);

CREATE INDEX builds_by_release ON public.builds USING btree (release_id);

CREATE INDEX builds_by_sha256 ON public.builds USING btree (sha256);

create table computer_counts (
  organization_id text not null,
  platform text not null,
  arch text not null,
  version text not null,
  runs_ahead boolean not null,
  os_class text not null,
  managed boolean not null,
  installations integer not null,
  revision bigint not null default nextval('installation_revision'::regclass),
  constraint computer_counts_pkey PRIMARY KEY (organization_id, platform, arch, version, runs_ahead, os_class, managed)
);

CREATE INDEX computer_counts_by_revision ON public.computer_counts USING btree (revision);

create table enrolment_keys (
  organization_id text not null,
  number integer not null,
  secret text not null,
  created_at timestamp with time zone not null,
  constraint enrolment_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES enrolments(id),
  constraint enrolment_keys_pkey PRIMARY KEY (organization_id, number)
);

create table enrolments (
  id text not null,
  required boolean not null,
  made integer not null,
  constraint enrolments_id_fkey FOREIGN KEY (id) REFERENCES organizations(id),
  constraint enrolments_pkey PRIMARY KEY (id)
);

create table external_actors (
  id text not null,
  actor jsonb not null,
  seen_at timestamp with time zone not null,
  constraint external_actors_pkey PRIMARY KEY (id)
);

create table factor_challenges (
  challenge_hash text not null,
  purpose text not null,
  session_id text,
  secret text,
  expires_at timestamp with time zone not null,
  constraint factor_challenges_check CHECK (((purpose = 'sign_in'::text) = (session_id IS NULL))),
  constraint factor_challenges_check1 CHECK (((purpose = 'add_totp'::text) = (secret IS NOT NULL))),
  constraint factor_challenges_pkey PRIMARY KEY (challenge_hash),
  constraint factor_challenges_purpose_check CHECK ((purpose = ANY (ARRAY['add_totp'::text, 'add_passkey'::text, 'sign_in'::text]))),
  constraint factor_challenges_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE
);

CREATE INDEX factor_challenges_by_end ON public.factor_challenges USING btree (expires_at);

CREATE INDEX factor_challenges_by_session ON public.factor_challenges USING btree (session_id);

create table fleet_checkpoint_parts (
  sequence bigint not null,
  part integer not null,
  bytes bytea not null,
  constraint fleet_checkpoint_parts_pkey PRIMARY KEY (sequence, part),
  constraint fleet_checkpoint_parts_sequence_fkey FOREIGN KEY (sequence) REFERENCES fleet_checkpoints(sequence) ON DELETE CASCADE
);

create table fleet_checkpoints (
  sequence bigint not null,
  hash text not null,
  format integer not null,
  checksum text not null,
  written_at timestamp with time zone not null default now(),
  constraint fleet_checkpoints_pkey PRIMARY KEY (sequence)
);

create table forecast_links (
  id text not null,
  organization_id text not null,
  secret_hash text not null,
  created_at timestamp with time zone not null,
  created_by jsonb not null,
  kept jsonb,
  constraint forecast_links_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint forecast_links_pkey PRIMARY KEY (id),
  constraint forecast_links_secret_hash_key UNIQUE (secret_hash)
);

CREATE INDEX forecast_links_by_organization ON public.forecast_links USING btree (organization_id, created_at, id);

CREATE INDEX forecast_links_by_sponsor ON public.forecast_links USING btree (((COALESCE((kept -> 'sponsor'::text), created_by) ->> 'id'::text)));

create table installation_count_marks (
  revision bigint not null,
  mark text not null,
  constraint installation_count_marks_pkey PRIMARY KEY (revision)
);

create table installation_counts (
  organization_id text not null,
  platform text not null,
  arch text not null,
  version text not null,
  runs_ahead boolean not null,
  installations integer not null,
  revision bigint not null default nextval('installation_revision'::regclass),
  constraint installation_counts_pkey PRIMARY KEY (organization_id, platform, arch, version, runs_ahead)
);

CREATE INDEX installation_counts_by_revision ON public.installation_counts USING btree (revision);

create table installations (
  organization_id text not null,
  installation_id text collate "C" not null,
  user_id text,
  runs_ahead boolean not null,
  platform text not null,
  arch text not null,
  version text,
  offered text,
  last_asked_at timestamp with time zone not null,
  told text,
  updater text,
  os_version text,
  os_class text,
  managed boolean not null default false,
  enrolment_key integer,
  constraint installations_pkey PRIMARY KEY (organization_id, installation_id)
);

CREATE INDEX installations_by_id ON public.installations USING btree (installation_id);

CREATE INDEX installations_by_user ON public.installations USING btree (organization_id, user_id) WHERE (user_id IS NOT NULL);

create table ledger (
  sequence bigint not null,
  change bigint not null,
  at timestamp with time zone not null,
  actor jsonb not null,
  action text not null,
  subject text not null,
  subject_id text not null,
  organization_id text,
  before jsonb,
  after jsonb,
  previous_hash text not null,
  hash text not null,
  undoes bigint,
  constraint ledger_pkey PRIMARY KEY (sequence)
);

CREATE INDEX ledger_by_action ON public.ledger USING btree (action, sequence);

CREATE INDEX ledger_by_actor ON public.ledger USING btree (((actor ->> 'id'::text)), sequence);

CREATE INDEX ledger_by_organization ON public.ledger USING btree (organization_id, sequence) WHERE (organization_id IS NOT NULL);

CREATE INDEX ledger_by_subject ON public.ledger USING btree (subject, subject_id, sequence);

CREATE INDEX ledger_by_time ON public.ledger USING btree (at, sequence);

CREATE INDEX ledger_by_undone ON public.ledger USING btree (undoes) WHERE (undoes IS NOT NULL);

CREATE INDEX ledger_of_people ON public.ledger USING btree (sequence) WHERE (subject = ANY (ARRAY['administrator'::text, 'token'::text]));

CREATE TRIGGER ledger_keeps_customer_numbers BEFORE INSERT ON public.ledger FOR EACH ROW WHEN (((new.subject = 'organization'::text) AND (new.before IS NOT NULL))) EXECUTE FUNCTION refuse_forgotten_fields();

CREATE TRIGGER ledger_keeps_fields BEFORE INSERT ON public.ledger FOR EACH ROW WHEN (((new.subject = ANY (ARRAY['release'::text, 'build'::text])) AND (new.before IS NOT NULL))) EXECUTE FUNCTION refuse_forgotten_fields();

create table ledger_head (
  only_row boolean not null default true,
  sequence bigint not null,
  hash text not null,
  at timestamp with time zone not null,
  constraint ledger_head_only_row_check CHECK (only_row),
  constraint ledger_head_pkey PRIMARY KEY (only_row)
);

create table ledger_segments (
  last_sequence bigint not null,
  first_sequence bigint not null,
  previous_hash text not null,
  last_hash text not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  sha256 text not null,
  bytes integer not null,
  keys integer[] not null,
  archived_at timestamp with time zone not null default now(),
  constraint ledger_segments_pkey PRIMARY KEY (last_sequence)
);

CREATE INDEX ledger_segments_by_key ON public.ledger_segments USING gin (keys);

create table lineup_partners (
  lineup_id text not null,
  partner_id text not null,
  cadence text,
  deferral_weeks smallint,
  allow_customer_override boolean,
  constraint lineup_partners_pkey PRIMARY KEY (lineup_id, partner_id)
);

create table migrations (
  name text not null,
  constraint migrations_pkey PRIMARY KEY (name)
);

create table new_installations (
  organization_id text not null,
  hour timestamp with time zone not null,
  added integer not null,
  refused bigint not null,
  refused_since timestamp with time zone,
  refused_at timestamp with time zone,
  constraint new_installations_pkey PRIMARY KEY (organization_id)
);

create table oidc_attempts (
  state_hash text not null,
  nonce text not null,
  code_verifier text not null,
  expires_at timestamp with time zone not null,
  constraint oidc_attempts_pkey PRIMARY KEY (state_hash)
);

create table organization_partners (
  organization_id text not null,
  partner_id text not null,
  allow_customer_override boolean,
  cadence text,
  deferral_weeks smallint,
  set_by jsonb,
  set_at timestamp with time zone,
  customer_number text,
  customer_number_key text,
  constraint organization_partners_check CHECK (((((cadence IS NULL) AND (deferral_weeks IS NULL) AND (set_by IS NULL) AND (set_at IS NULL)) OR ((set_by IS NOT NULL) AND (set_at IS NOT NULL) AND (((cadence = 'automatic'::text) AND (deferral_weeks IS NULL)) OR ((cadence = 'latest'::text) AND ((deferral_weeks >= 0) AND (deferral_weeks <= 4))) OR ((cadence = 'slow'::text) AND ((deferral_weeks >= 0) AND (deferral_weeks <= 12)))))) IS TRUE)),
  constraint organization_partners_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE,
  constraint organization_partners_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES partners(id),
  constraint organization_partners_pkey PRIMARY KEY (organization_id, partner_id)
);

CREATE INDEX organization_partners_by_customer_number ON public.organization_partners USING btree (customer_number_key text_pattern_ops, partner_id) WHERE (customer_number_key IS NOT NULL);

CREATE INDEX organization_partners_by_partner ON public.organization_partners USING btree (partner_id, organization_id);

create table organizations (
  id text not null,
  name text not null,
  name_key text collate "C" not null,
  created_at timestamp with time zone not null,
  legacy_frequency text,
  legacy_weeks double precision,
  legacy_set_at timestamp with time zone,
  cadence text,
  deferral_weeks smallint,
  set_by jsonb,
  set_at timestamp with time zone,
  lineup_id text not null default ''::text,
  constraint organizations_check CHECK ((num_nulls(legacy_frequency, legacy_weeks, legacy_set_at) = ANY (ARRAY[0, 3]))),
  constraint organizations_check1 CHECK (((((cadence IS NULL) AND (deferral_weeks IS NULL) AND (set_by IS NULL) AND (set_at IS NULL)) OR ((set_by IS NOT NULL) AND (set_at IS NOT NULL) AND (((cadence = 'automatic'::text) AND (deferral_weeks IS NULL)) OR ((cadence = 'latest'::text) AND ((deferral_weeks >= 0) AND (deferral_weeks <= 4))) OR ((cadence = 'slow'::text) AND ((deferral_weeks >= 0) AND (deferral_weeks <= 12)))))) IS TRUE)),
  constraint organizations_legacy_frequency_check CHECK ((legacy_frequency = ANY (ARRAY['one_month'::text, 'three_months'::text]))),
  constraint organizations_pkey PRIMARY KEY (id)
);

CREATE INDEX organizations_by_age ON public.organizations USING btree (created_at, id);

CREATE INDEX organizations_by_lineup ON public.organizations USING btree (lineup_id, name_key, id);

CREATE INDEX organizations_by_name ON public.organizations USING btree (name_key, id);

CREATE INDEX organizations_by_part_of_name ON public.organizations USING gin (name_key gin_trgm_ops);

CREATE INDEX organizations_with_older_settings ON public.organizations USING btree (name_key, id) WHERE (legacy_frequency IS NOT NULL);

create table partners (
  id text not null,
  name text not null,
  name_key text collate "C" not null,
  features text[] not null,
  created_at timestamp with time zone not null,
  allow_customer_override boolean not null default true,
  updated_at timestamp with time zone,
  updated_by jsonb,
  cadence text,
  deferral_weeks smallint,
  set_by jsonb,
  set_at timestamp with time zone,
  constraint partners_check CHECK (((((cadence IS NULL) AND (deferral_weeks IS NULL) AND (set_by IS NULL) AND (set_at IS NULL)) OR ((set_by IS NOT NULL) AND (set_at IS NOT NULL) AND (((cadence = 'automatic'::text) AND (deferral_weeks IS NULL)) OR ((cadence = 'latest'::text) AND ((deferral_weeks >= 0) AND (deferral_weeks <= 4))) OR ((cadence = 'slow'::text) AND ((deferral_weeks >= 0) AND (deferral_weeks <= 12)))))) IS TRUE)),
  constraint partners_pkey PRIMARY KEY (id)
);

CREATE INDEX partners_by_name ON public.partners USING btree (name_key, id);

create table products (
  id text not null,
  updaters jsonb not null,
  constraint products_pkey PRIMARY KEY (id),
  constraint products_updaters_check CHECK ((jsonb_typeof(updaters) = 'object'::text))
);

create table recovery_codes (
  administrator_id text not null,
  code_hash text not null,
  constraint recovery_codes_administrator_id_fkey FOREIGN KEY (administrator_id) REFERENCES administrators(id) ON DELETE CASCADE,
  constraint recovery_codes_pkey PRIMARY KEY (administrator_id, code_hash)
);

create table releases (
  id text not null,
  version text not null,
  major bigint not null generated always as (split_part(version, '.'::text, 1))::bigint stored,
  minor bigint not null generated always as (split_part(version, '.'::text, 2))::bigint stored,
  patch bigint not null generated always as COALESCE((NULLIF(split_part(version, '.'::text, 3), ''::text))::bigint, (0)::bigint) stored,
  build bigint not null generated always as COALESCE((NULLIF(split_part(version, '.'::text, 4), ''::text))::bigint, (0)::bigint) stored,
  automatic_at timestamp with time zone not null,
  slow_at timestamp with time zone,
  rollout_days double precision not null,
  critical_reason text,
  critical_scope text,
  notes text not null,
  state text not null,
  floor_reason text,
  support_ends_at timestamp with time zone,
  expires_at timestamp with time zone,
  warn_days double precision not null default 30,
  expiry_reason text,
  blocks jsonb not null default '[]'::jsonb,
  constraint releases_blocks_check CHECK ((jsonb_typeof(blocks) = 'array'::text)),
  constraint releases_check CHECK ((num_nulls(critical_reason, critical_scope) = ANY (ARRAY[0, 2]))),
  constraint releases_critical_reason_check CHECK ((critical_reason <> ''::text)),
  constraint releases_critical_scope_check CHECK ((critical_scope = ANY (ARRAY['line'::text, 'all'::text]))),
  constraint releases_major_minor_patch_build_key UNIQUE (major, minor, patch, build),
  constraint releases_pkey PRIMARY KEY (id),
  constraint releases_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'published'::text, 'paused'::text, 'withdrawn'::text]))),
  constraint releases_version_check CHECK ((version ~ '^[0-9]+([.][0-9]+){1,3}$'::text))
);

create table schedule_requests (
  id text not null,
  organization_id text not null,
  from_partner_id text not null,
  to_partner_id text not null,
  cadence text not null,
  deferral_weeks smallint,
  note text,
  created_at timestamp with time zone not null,
  created_by jsonb not null,
  answer jsonb,
  constraint schedule_requests_check CHECK (((((cadence = 'automatic'::text) AND (deferral_weeks IS NULL)) OR ((cadence = 'latest'::text) AND ((deferral_weeks >= 0) AND (deferral_weeks <= 4))) OR ((cadence = 'slow'::text) AND ((deferral_weeks >= 0) AND (deferral_weeks <= 12)))) IS TRUE)),
  constraint schedule_requests_check1 CHECK ((from_partner_id <> to_partner_id)),
  constraint schedule_requests_from_partner_id_fkey FOREIGN KEY (from_partner_id) REFERENCES partners(id),
  constraint schedule_requests_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint schedule_requests_pkey PRIMARY KEY (id),
  constraint schedule_requests_to_partner_id_fkey FOREIGN KEY (to_partner_id) REFERENCES partners(id)
);

CREATE INDEX schedule_requests_by_asked ON public.schedule_requests USING btree (to_partner_id, created_at, id);

CREATE INDEX schedule_requests_by_asking ON public.schedule_requests USING btree (from_partner_id, created_at, id);

CREATE INDEX schedule_requests_by_organization ON public.schedule_requests USING btree (organization_id, created_at, id);

CREATE UNIQUE INDEX schedule_requests_without_answer ON public.schedule_requests USING btree (organization_id, from_partner_id, to_partner_id) WHERE (answer IS NULL);

create table second_factors (
  id text not null,
  administrator_id text not null,
  kind text not null,
  name text not null,
  secret text,
  last_step bigint,
  credential_id text,
  public_key text,
  rp_id text,
  transports text[],
  signatures bigint,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  constraint second_factors_administrator_id_fkey FOREIGN KEY (administrator_id) REFERENCES administrators(id) ON DELETE CASCADE,
  constraint second_factors_check CHECK (((kind = 'totp'::text) = (secret IS NOT NULL))),
  constraint second_factors_check1 CHECK (((kind = 'passkey'::text) = ((credential_id IS NOT NULL) AND (public_key IS NOT NULL) AND (rp_id IS NOT NULL)))),
  constraint second_factors_credential_id_key UNIQUE (credential_id),
  constraint second_factors_kind_check CHECK ((kind = ANY (ARRAY['totp'::text, 'passkey'::text]))),
  constraint second_factors_pkey PRIMARY KEY (id)
);

CREATE INDEX second_factors_by_administrator ON public.second_factors USING btree (administrator_id);

create table sessions (
  id text not null,
  secret_hash text not null,
  person_id text not null,
  administrator_id text,
  actor jsonb,
  user_agent text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  network cidr,
  proved_at timestamp with time zone,
  constraint sessions_administrator_id_fkey FOREIGN KEY (administrator_id) REFERENCES administrators(id) ON DELETE CASCADE,
  constraint sessions_check CHECK ((num_nonnulls(administrator_id, actor) = 1)),
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_secret_hash_key UNIQUE (secret_hash)
);

CREATE INDEX sessions_by_administrator ON public.sessions USING btree (administrator_id);

CREATE INDEX sessions_by_end ON public.sessions USING btree (expires_at);

CREATE INDEX sessions_by_person ON public.sessions USING btree (person_id, created_at);

create table signing_keys (
  id text not null,
  public_key text not null,
  private_key text,
  created_at timestamp with time zone not null,
  retired_at timestamp with time zone,
  constraint signing_keys_check CHECK (((private_key IS NULL) OR (retired_at IS NULL))),
  constraint signing_keys_id_check CHECK ((id ~ '^[0-9a-f]{16}$'::text)),
  constraint signing_keys_pkey PRIMARY KEY (id)
);

CREATE UNIQUE INDEX signing_keys_one_private ON public.signing_keys USING btree ((true)) WHERE (private_key IS NOT NULL);

create table tokens (
  id text not null,
  name text not null,
  secret_hash text not null,
  actor_id text not null,
  actor_name text not null,
  role text not null,
  partner_id text,
  organization_id text,
  organization_ids text[],
  expires_at timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by jsonb not null,
  kept jsonb,
  constraint tokens_pkey PRIMARY KEY (id),
  constraint tokens_secret_hash_key UNIQUE (secret_hash)
);

CREATE INDEX tokens_by_age ON public.tokens USING btree (created_at, id);

CREATE INDEX tokens_by_organization ON public.tokens USING btree (organization_id);

CREATE INDEX tokens_by_partner ON public.tokens USING btree (partner_id);

CREATE INDEX tokens_by_sponsor ON public.tokens USING btree (((COALESCE((kept -> 'sponsor'::text), created_by) ->> 'id'::text)));

create table tuf_roots (
  version integer not null,
  metadata text not null,
  added_at timestamp with time zone not null,
  added_by jsonb not null,
  constraint tuf_roots_pkey PRIMARY KEY (version),
  constraint tuf_roots_version_check CHECK ((version > 0))
);

create table unproven_checks (
  organization_id text not null,
  day text not null,
  checks bigint not null,
  constraint unproven_checks_pkey PRIMARY KEY (organization_id, day)
);

create table updater_counts (
  organization_id text not null,
  updater text not null,
  installations integer not null,
  constraint updater_counts_pkey PRIMARY KEY (organization_id, updater)
);

create table updater_keys (
  purpose text not null,
  id text not null,
  public_key text not null,
  private_key text,
  created_at timestamp with time zone not null,
  retired_at timestamp with time zone,
  constraint updater_keys_check CHECK (((private_key IS NULL) OR (retired_at IS NULL))),
  constraint updater_keys_pkey PRIMARY KEY (purpose, id)
);

create table upkeep (
  name text not null,
  done_at timestamp with time zone not null,
  revision bigint not null,
  constraint upkeep_pkey PRIMARY KEY (name)
);

create table users (
  id text not null,
  organization_id text not null,
  display_name text not null,
  name_key text collate "C" not null,
  email text not null,
  created_at timestamp with time zone not null,
  allow_automatic_upgrades boolean not null default false,
  updated_at timestamp with time zone,
  updated_by jsonb,
  constraint users_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id),
  constraint users_pkey PRIMARY KEY (id)
);

CREATE INDEX users_by_address ON public.users USING btree (organization_id, lower((email COLLATE "C")));

CREATE INDEX users_by_name ON public.users USING btree (organization_id, name_key, id);

CREATE INDEX users_by_parts ON public.users USING gin (array_to_tsvector(array_remove(regexp_split_to_array(((((((name_key || ' '::text) || lower(email)) || ' '::text) || translate(split_part(lower(email), '@'::text, 1), '.-_+'::text, '    '::text)) || ' '::text) || split_part(lower(email), '@'::text, 2)), '\s+'::text), ''::text)));

CREATE INDEX users_by_words ON public.users USING gin (array_to_tsvector(array_remove(regexp_split_to_array(((name_key || ' '::text) || lower(email)), '\s+'::text), ''::text)));

CREATE INDEX users_with_switch ON public.users USING btree (id) WHERE (allow_automatic_upgrades OR (updated_at IS NOT NULL));
