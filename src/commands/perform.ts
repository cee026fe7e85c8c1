import { ok, type Refusal, type Result } from "../result.ts";
import type { Change } from "../store/ledger/change.ts";
import type { Actor } from "../tenancy/actor.ts";
import type { Command, CommandKind, CommandOf } from "./command.ts";
import type { CommandResult, Definition } from "./definition.ts";
import { changeOrganization } from "./organizations/change-organization.ts";
import { createOrganization } from "./organizations/create-organization.ts";
import { deleteOrganization } from "./organizations/delete-organization.ts";
import { changeEnrolment, createEnrolmentKey, endEnrolmentKey } from "./organizations/enrolment.ts";
import { createForecastLink, revokeForecastLink } from "./organizations/forecast-links.ts";
import { changeSettings, importLegacySettings } from "./organizations/organization-settings.ts";
import { answerScheduleRequest, makeScheduleRequest } from "./organizations/schedule-requests.ts";
import { changePartner } from "./partners/change-partner.ts";
import { changePartnerSettings } from "./partners/change-partner-settings.ts";
import { createPartner } from "./partners/create-partner.ts";
import { deletePartner } from "./partners/delete-partner.ts";
import { changeAdministrator } from "./people/change-administrator.ts";
import { createAdministrator } from "./people/create-administrator.ts";
import { createToken } from "./people/create-token.ts";
import { deleteAdministrator } from "./people/delete-administrator.ts";
import { endSessions } from "./people/end-sessions.ts";
import { keepToken } from "./people/keep-token.ts";
import { revokeToken } from "./people/revoke-token.ts";
import {
  addSecondFactor,
  removeSecondFactor,
  removeSecondFactors,
  renewRecoveryCodes,
  spendRecoveryCode,
} from "./people/second-factors.ts";
import { acceptInvitation, changePassword, renewOneTimePassword } from "./people/set-password.ts";
import { changeProduct } from "./product/change-product.ts";
import { addBuild } from "./releases/add-build.ts";
import { addCompanion, addDigests, changeBuild, deleteCompanion } from "./releases/change-build.ts";
import { changeRelease } from "./releases/change-release.ts";
import { createRelease } from "./releases/create-release.ts";
import { importCalendar } from "./releases/import-calendar.ts";
import { changeUser } from "./users/change-user.ts";
import { changeUserSettings } from "./users/change-user-settings.ts";
import { createUser, importUser } from "./users/create-user.ts";
import { deleteUser } from "./users/delete-user.ts";

/** The definition of each kind of command. */
const COMMANDS = {
  create_partner: createPartner,
  change_partner: changePartner,
  delete_partner: deletePartner,
  change_partner_settings: changePartnerSettings,
  create_organization: createOrganization,
  import_organizations: createOrganization,
  change_organization: changeOrganization,
  delete_organization: deleteOrganization,
  change_organization_settings: changeSettings,
  return_to_inheritance: changeSettings,
  migrate_legacy_settings: changeSettings,
  import_legacy_settings: importLegacySettings,
  ask_for_schedule: makeScheduleRequest,
  accept_schedule_request: answerScheduleRequest,
  decline_schedule_request: answerScheduleRequest,
  withdraw_schedule_request: answerScheduleRequest,
  create_forecast_link: createForecastLink,
  revoke_forecast_link: revokeForecastLink,
  change_enrolment: changeEnrolment,
  create_enrolment_key: createEnrolmentKey,
  end_enrolment_key: endEnrolmentKey,
  create_user: createUser,
  import_users: importUser,
  change_user: changeUser,
  delete_user: deleteUser,
  change_user_settings: changeUserSettings,
  create_release: createRelease,
  change_release: changeRelease,
  add_build: addBuild,
  change_build: changeBuild,
  add_companion: addCompanion,
  delete_companion: deleteCompanion,
  add_digests: addDigests,
  change_product: changeProduct,
  import_calendar: importCalendar,
  create_administrator: createAdministrator,
  change_administrator: changeAdministrator,
  delete_administrator: deleteAdministrator,
  renew_one_time_password: renewOneTimePassword,
  make_recovery_link: renewOneTimePassword,
  change_password: changePassword,
  accept_invitation: acceptInvitation,
  add_second_factor: addSecondFactor,
  remove_second_factor: removeSecondFactor,
  renew_recovery_codes: renewRecoveryCodes,
  use_recovery_code: spendRecoveryCode,
  remove_second_factors: removeSecondFactors,
  end_sessions: endSessions,
  create_token: createToken,
  revoke_token: revokeToken,
  keep_token: keepToken,
} satisfies { readonly [Kind in CommandKind]: Definition<CommandOf<Kind>, unknown> };

/** The kinds of all commands, which are the actions of their ledger entries. */
export const COMMAND_KINDS = Object.keys(COMMANDS) as readonly CommandKind[];

/** The outcome of an accepted command of this kind. */
export type OutcomeOf<Kind extends CommandKind> =
  (typeof COMMANDS)[Kind] extends Definition<never, infer Outcome> ? Outcome : never;

/** Whether the actor's role permits a kind of command, before anything is loaded. Refuses `not_allowed`. */
export function permit(actor: Actor, kind: CommandKind): Result<true, Refusal> {
  const { permit: isPermitted }: Pick<Definition<never, unknown>, "permit"> = COMMANDS[kind];
  return isPermitted?.(actor) ?? ok(true);
}

/**
 * Performs a command inside a change: permits, loads, decides, and records with a ledger entry. A refused command
 * records nothing, and the change must end with the refusal (R26).
 */
export async function perform<C extends Command>(
  change: Change,
  actor: Actor,
  command: C,
): CommandResult<OutcomeOf<C["kind"]>> {
  const permitted = permit(actor, command.kind);
  if (!permitted.ok) return permitted;
  const definition = COMMANDS[command.kind] as unknown as Definition<C, OutcomeOf<C["kind"]>>;
  return definition.perform(change, { actor, at: change.at }, command);
}
