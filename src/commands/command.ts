import type { ChangeOrganization } from "./organizations/change-organization.ts";
import type { CreateOrganization } from "./organizations/create-organization.ts";
import type { DeleteOrganization } from "./organizations/delete-organization.ts";
import type { ChangeEnrolment, CreateEnrolmentKey, EndEnrolmentKey } from "./organizations/enrolment.ts";
import type { CreateForecastLink, RevokeForecastLink } from "./organizations/forecast-links.ts";
import type { SettingsCommand } from "./organizations/organization-settings.ts";
import type {
  AcceptScheduleRequest,
  AskForSchedule,
  DeclineScheduleRequest,
  WithdrawScheduleRequest,
} from "./organizations/schedule-requests.ts";
import type { ChangePartner } from "./partners/change-partner.ts";
import type { ChangePartnerSettings } from "./partners/change-partner-settings.ts";
import type { CreatePartner } from "./partners/create-partner.ts";
import type { DeletePartner } from "./partners/delete-partner.ts";
import type { ChangeAdministrator } from "./people/change-administrator.ts";
import type { CreateAdministrator } from "./people/create-administrator.ts";
import type { CreateToken } from "./people/create-token.ts";
import type { DeleteAdministrator } from "./people/delete-administrator.ts";
import type { EndSessions } from "./people/end-sessions.ts";
import type { KeepToken } from "./people/keep-token.ts";
import type { RevokeToken } from "./people/revoke-token.ts";
import type {
  AddSecondFactor,
  RemoveSecondFactor,
  RemoveSecondFactors,
  RenewRecoveryCodes,
  UseRecoveryCode,
} from "./people/second-factors.ts";
import type { AcceptInvitation, ChangePassword, RenewOneTimePassword } from "./people/set-password.ts";
import type { ChangeProduct } from "./product/change-product.ts";
import type { AddBuild } from "./releases/add-build.ts";
import type { AddCompanion, AddDigests, ChangeBuild, DeleteCompanion } from "./releases/change-build.ts";
import type { ChangeRelease } from "./releases/change-release.ts";
import type { CreateRelease } from "./releases/create-release.ts";
import type { ImportCalendar } from "./releases/import-calendar.ts";
import type { ChangeUser } from "./users/change-user.ts";
import type { ChangeUserSettings } from "./users/change-user-settings.ts";
import type { CreateUser } from "./users/create-user.ts";
import type { DeleteUser } from "./users/delete-user.ts";

/**
 * Every operation that is recorded in the ledger, as data. Performing a command uses neither the clock nor randomness,
 * so it contains new ids and the hashes of secrets. Its `kind` is the action code of its ledger entries.
 */
export type Command =
  | CreatePartner
  | ChangePartner
  | DeletePartner
  | ChangePartnerSettings
  | CreateOrganization
  | ChangeOrganization
  | DeleteOrganization
  | SettingsCommand
  | AskForSchedule
  | AcceptScheduleRequest
  | DeclineScheduleRequest
  | WithdrawScheduleRequest
  | CreateForecastLink
  | RevokeForecastLink
  | ChangeEnrolment
  | CreateEnrolmentKey
  | EndEnrolmentKey
  | CreateUser
  | ChangeUser
  | DeleteUser
  | ChangeUserSettings
  | CreateRelease
  | ChangeRelease
  | AddBuild
  | ChangeBuild
  | AddCompanion
  | DeleteCompanion
  | AddDigests
  | ChangeProduct
  | ImportCalendar
  | CreateAdministrator
  | ChangeAdministrator
  | DeleteAdministrator
  | RenewOneTimePassword
  | ChangePassword
  | AcceptInvitation
  | AddSecondFactor
  | RemoveSecondFactor
  | RenewRecoveryCodes
  | UseRecoveryCode
  | RemoveSecondFactors
  | EndSessions
  | CreateToken
  | RevokeToken
  | KeepToken;

export type CommandKind = Command["kind"];

/** The command of a kind. */
export type CommandOf<Kind extends CommandKind, One = Command> = One extends { readonly kind: infer Kinds }
  ? Kind extends Kinds
    ? One
    : never
  : never;
