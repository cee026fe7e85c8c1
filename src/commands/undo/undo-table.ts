import { NOTHING_SAID, type Product, type ProductChange } from "../../catalog/product.ts";
import type { EntryOf, LedgerEntry } from "../../ledger/entry.ts";
import type { Subject } from "../../ledger/subject.ts";
import { err, ok, type Refusal, type Result } from "../../result.ts";
import { NO_NUMBERS } from "../../tenancy/customer-number.ts";
import type { Command, CommandKind } from "../command.ts";
import { type NeverUndone, NOT_EXACT, neverUndone } from "./undo-refusals.ts";

/** How a kind of command is undone: by another command, as settings of organizations together are, or never. */
type HowUndone =
  | { readonly by: "command"; readonly subject: Subject; readonly command: Undoing }
  | { readonly by: "settings"; readonly subject: "organization_settings" }
  | { readonly by: "nothing"; readonly subject: Subject; readonly why: NeverUndone };

/** Gives the command that undoes an entry, or refuses. */
type Undoing = (entry: LedgerEntry) => Result<Command, Refusal>;

/**
 * What can be undone, and how, by the kind of command. `subject` is what the command is about; entries that it makes about
 * other subjects follow from those.
 */
const UNDO = {
  create_partner: added("partner", "delete_partner"),
  change_partner: changed("partner", (id, { name, features }) => ({
    kind: "change_partner",
    id,
    name,
    features,
  })),
  delete_partner: never("partner", "undo_of_removal"),
  change_partner_settings: changed("partner_settings", (id, { schedule, allowCustomerOverride }) => ({
    kind: "change_partner_settings",
    id,
    change: { schedule: schedule?.schedule ?? null, allowCustomerOverride },
  })),
  create_organization: added("organization", "delete_organization"),
  import_organizations: added("organization", "delete_organization"),
  change_organization: {
    by: "command",
    subject: "organization",
    command: about("organization", toOrganizationChange),
  },
  delete_organization: never("organization", "undo_of_removal"),
  change_organization_settings: { by: "settings", subject: "organization_settings" },
  return_to_inheritance: { by: "settings", subject: "organization_settings" },
  migrate_legacy_settings: never("organization_settings", "undo_of_older_settings"),
  import_legacy_settings: never("organization_settings", "undo_of_older_settings"),
  ask_for_schedule: never("schedule_request", "undo_of_request"),
  accept_schedule_request: never("schedule_request", "undo_of_request"),
  decline_schedule_request: never("schedule_request", "undo_of_request"),
  withdraw_schedule_request: never("schedule_request", "undo_of_request"),
  create_forecast_link: added("forecast_link", "revoke_forecast_link"),
  revoke_forecast_link: never("forecast_link", "undo_of_secret"),
  change_enrolment: changed("enrolment", (id, { required }) => ({ kind: "change_enrolment", id, required })),
  create_enrolment_key: never("enrolment", "undo_of_enrolment_key"),
  end_enrolment_key: never("enrolment", "undo_of_enrolment_key"),
  create_user: added("user", "delete_user"),
  import_users: added("user", "delete_user"),
  change_user: changed("user", (id, { displayName, email }) => ({
    kind: "change_user",
    id,
    displayName,
    email,
  })),
  delete_user: never("user", "undo_of_removal"),
  change_user_settings: changed("user_settings", (id, { allowAutomaticUpgrades }) => ({
    kind: "change_user_settings",
    id,
    allowAutomaticUpgrades,
  })),
  create_release: never("release", "undo_of_new_release"),
  change_release: changed("release", toReleaseChange),
  add_build: never("build", "undo_of_build"),
  change_build: never("build", "undo_of_build"),
  add_companion: never("build", "undo_of_build"),
  delete_companion: never("build", "undo_of_build"),
  add_digests: never("build", "undo_of_build"),
  change_product: { by: "command", subject: "product", command: about("product", toProductChange) },
  import_calendar: changed("release", toReleaseChange, "undo_of_new_release"),
  create_administrator: never("administrator", "undo_of_access"),
  change_administrator: never("administrator", "undo_of_access"),
  delete_administrator: never("administrator", "undo_of_access"),
  renew_one_time_password: never("administrator", "undo_of_access"),
  make_recovery_link: never("administrator", "undo_of_access"),
  accept_invitation: never("administrator", "undo_of_access"),
  add_second_factor: never("administrator", "undo_of_access"),
  remove_second_factor: never("administrator", "undo_of_access"),
  renew_recovery_codes: never("administrator", "undo_of_access"),
  use_recovery_code: never("administrator", "undo_of_access"),
  remove_second_factors: never("administrator", "undo_of_access"),
  end_sessions: never("administrator", "undo_of_access"),
  change_password: never("administrator", "undo_of_access"),
  create_token: never("token", "undo_of_access"),
  revoke_token: never("token", "undo_of_access"),
  keep_token: never("token", "undo_of_access"),
} satisfies { readonly [Kind in CommandKind]: HowUndone };

/** How the command that made an entry is undone, or null for an action of a newer version. */
export function howUndone(action: string): HowUndone | null {
  return Object.hasOwn(UNDO, action) ? UNDO[action as CommandKind] : null;
}

/** The subject that an action is about, or null for an action of a newer version. */
export function mainSubjectOf(action: string): Subject | null {
  return howUndone(action)?.subject ?? null;
}

function never(subject: Subject, why: NeverUndone): HowUndone {
  return { by: "nothing", subject, why };
}

type Adding = "partner" | "organization" | "user" | "forecast_link";
type Removing = "delete_partner" | "delete_organization" | "delete_user" | "revoke_forecast_link";

/** What adds a record is undone by what removes it. */
function added(subject: Adding, kind: Removing): HowUndone {
  return { by: "command", subject, command: ({ id }) => ok({ kind, id }) };
}

/** What changes a record is undone by the change to what it was; `ifNew` says why a new one stays. */
function changed<S extends Subject>(
  subject: S,
  back: (id: string, before: NonNullable<EntryOf<S>["before"]>) => Command,
  ifNew?: NeverUndone,
): HowUndone {
  const command = about(subject, ({ id, before }): Result<Command, Refusal> => {
    if (before !== null) return ok(back(id, before));
    return err(ifNew ? neverUndone(ifNew) : NOT_EXACT);
  });
  return { by: "command", subject, command };
}

/** A function of the entries about one subject as one of any entry; the table gives it no others. */
function about<S extends Subject>(
  _: S,
  undo: (entry: EntryOf<S>) => Result<Command, Refusal>,
): (entry: LedgerEntry) => Result<Command, Refusal> {
  return undo as (entry: LedgerEntry) => Result<Command, Refusal>;
}

function toReleaseChange(id: string, before: NonNullable<EntryOf<"release">["before"]>): Command {
  const { id: _, version, ...change } = before;
  return { kind: "change_release", id, change };
}

function toProductChange({ before, after }: EntryOf<"product">): Result<Command, Refusal> {
  const was = (before ?? NOTHING_SAID).updaters;
  const named = Object.keys({ ...(after ?? NOTHING_SAID).updaters, ...was }) as (keyof Product["updaters"])[];
  const updaters = Object.fromEntries(named.map((key) => [key, was[key] ?? null]));
  return ok({ kind: "change_product", change: { updaters } as ProductChange });
}

/** The partners that served before have the numbers that they had; only what differs is named. */
function toOrganizationChange({ id, before, after }: EntryOf<"organization">): Result<Command, Refusal> {
  if (before === null) return err(NOT_EXACT);
  const { name, partnerIds, customerNumbers: was } = before;
  const is = after?.customerNumbers ?? NO_NUMBERS;
  const customerNumbers = partnerIds
    .filter((partnerId) => was[partnerId] !== is[partnerId])
    .map((partnerId) => ({ partnerId, number: was[partnerId] ?? null }));
  return ok({ kind: "change_organization", id, name, partnerIds, customerNumbers });
}
