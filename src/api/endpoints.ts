import { changeAdministrator } from "./administrators/change-administrator.ts";
import { createAdministrator } from "./administrators/create-administrator.ts";
import { deleteAdministrator } from "./administrators/delete-administrator.ts";
import { getAdministrator } from "./administrators/get-administrator.ts";
import { getAdministrators } from "./administrators/list-administrators.ts";
import { makeRecoveryLink, renewOneTimePassword } from "./administrators/renew-one-time-password.ts";
import {
  endAdministratorSession,
  endAdministratorSessions,
  getAdministratorSessions,
  removeAdministratorSecondFactors,
} from "./administrators/sessions-of-administrator.ts";
import { getAdoption } from "./adoption/get-adoption.ts";
import { getScheduleProgress } from "./adoption/get-schedule-progress.ts";
import { getInstallations } from "./adoption/list-installations.ts";
import { searchInstallations } from "./adoption/search-installations.ts";
import { getAuditEvents } from "./audit/list-audit-events.ts";
import { previewUndo } from "./audit/preview-undo.ts";
import { undoChange } from "./audit/undo-change.ts";
import { bulkSettings } from "./bulk/bulk-settings.ts";
import { previewAdministrator } from "./credentials/preview-administrator.ts";
import { previewOrganization } from "./credentials/preview-organization.ts";
import { previewPartnerRemoval } from "./credentials/preview-partner-removal.ts";
import { previewTokenRemoval } from "./credentials/preview-token-removal.ts";
import type { AnyEndpoint } from "./endpoint.ts";
import { createEnrolmentKey } from "./enrolment/create-enrolment-key.ts";
import { endEnrolmentKey } from "./enrolment/end-enrolment-key.ts";
import { getEnrolment } from "./enrolment/get-enrolment.ts";
import { putEnrolment } from "./enrolment/put-enrolment.ts";
import { streamEvents } from "./events/stream-events.ts";
import { exportLegacySettings } from "./exports/export-legacy-settings.ts";
import { exportOrganizations } from "./exports/export-organizations.ts";
import { exportUsers } from "./exports/export-users.ts";
import { createForecastLink } from "./forecast/create-forecast-link.ts";
import { deleteForecastLink } from "./forecast/delete-forecast-link.ts";
import { getForecast } from "./forecast/get-forecast.ts";
import { getYear } from "./forecast/get-year.ts";
import { getForecastLinks } from "./forecast/list-forecast-links.ts";
import { importCheckIns } from "./imports/import-check-ins.ts";
import { importLegacySettings } from "./imports/import-legacy-settings.ts";
import { importOrganizations } from "./imports/import-organizations.ts";
import { importUsers } from "./imports/import-users.ts";
import { getMe } from "./me/me.ts";
import { getNotices } from "./notices/list-notices.ts";
import { changeOrganization } from "./organizations/change-organization.ts";
import { getOrganizationCounts } from "./organizations/count-organizations.ts";
import { createOrganization } from "./organizations/create-organization.ts";
import { deleteOrganization } from "./organizations/delete-organization.ts";
import { deleteOrganizationSettings } from "./organizations/delete-organization-settings.ts";
import { getOrganization } from "./organizations/get-organization.ts";
import { getOrganizationSettings } from "./organizations/get-organization-settings.ts";
import { getConflicts } from "./organizations/list-conflicts.ts";
import { getLegacyMigration } from "./organizations/list-legacy-migration.ts";
import { getOrganizations } from "./organizations/list-organizations.ts";
import { openOrganizationSettings } from "./organizations/open-organization-settings.ts";
import { putOrganizationSettings } from "./organizations/put-organization-settings.ts";
import { changePartner } from "./partners/change-partner.ts";
import { createPartner } from "./partners/create-partner.ts";
import { deletePartner } from "./partners/delete-partner.ts";
import { getPartner } from "./partners/get-partner.ts";
import { getPartnerSettings } from "./partners/get-partner-settings.ts";
import { getPartners } from "./partners/list-partners.ts";
import { putPartnerSettings } from "./partners/put-partner-settings.ts";
import { previewOrganizationSettings } from "./preview/preview-organization-settings.ts";
import { previewPartnerSettings } from "./preview/preview-partner-settings.ts";
import { previewScheduleRequest } from "./preview/preview-schedule-request.ts";
import { changeProduct } from "./product/change-product.ts";
import { getProduct } from "./product/get-product.ts";
import { addCompanion } from "./releases/add-companion.ts";
import { addDigests } from "./releases/add-digests.ts";
import { beginDownload } from "./releases/begin-download.ts";
import { changeBuild } from "./releases/change-build.ts";
import { changeRelease } from "./releases/change-release.ts";
import { createRelease } from "./releases/create-release.ts";
import { deleteCompanion } from "./releases/delete-companion.ts";
import { getBuild } from "./releases/get-build.ts";
import { getManifest } from "./releases/get-manifest.ts";
import { getRelease } from "./releases/get-release.ts";
import { importCalendar } from "./releases/import-calendar.ts";
import { getBuilds } from "./releases/list-builds.ts";
import { getDownloads } from "./releases/list-downloads.ts";
import { getReleaseDates } from "./releases/list-release-dates.ts";
import { getReleases } from "./releases/list-releases.ts";
import { previewNewRelease } from "./releases/preview-new-release.ts";
import { previewReleaseChange } from "./releases/preview-release-change.ts";
import { uploadBuild } from "./releases/upload-build.ts";
import { acceptScheduleRequest } from "./schedule-requests/accept-request.ts";
import { createScheduleRequest } from "./schedule-requests/create-request.ts";
import { declineScheduleRequest } from "./schedule-requests/decline-request.ts";
import { getScheduleRequests } from "./schedule-requests/list-requests.ts";
import { getScheduleRequestsOf } from "./schedule-requests/list-requests-of.ts";
import { withdrawScheduleRequest } from "./schedule-requests/withdraw-request.ts";
import { search } from "./search/search.ts";
import { beginPasskey, confirmPasskey } from "./second-factors/add-passkey.ts";
import { beginTotp, confirmTotp } from "./second-factors/add-totp.ts";
import { getSecondFactors } from "./second-factors/list-second-factors.ts";
import { proveSession } from "./second-factors/prove-session.ts";
import { removeOwnSecondFactor } from "./second-factors/remove-second-factor.ts";
import { renewOwnRecoveryCodes } from "./second-factors/renew-recovery-codes.ts";
import type { ServerContext } from "./server-context.ts";
import { changePassword } from "./sessions/change-password.ts";
import { endOtherSessions, endOwnSession } from "./sessions/end-own-sessions.ts";
import { getSessions } from "./sessions/list-sessions.ts";
import { signOut } from "./sessions/sign-out.ts";
import { createToken } from "./tokens/create-token.ts";
import { deleteToken } from "./tokens/delete-token.ts";
import { keepToken } from "./tokens/keep-token.ts";
import { getTokens } from "./tokens/list-tokens.ts";
import { addTufRoot } from "./tuf/add-root.ts";
import { getTufRoots } from "./tuf/list-roots.ts";
import { explainVerdict } from "./updates/explain-verdict.ts";
import { getConnections } from "./updates/list-connections.ts";
import { continueUpload } from "./uploads/continue-upload.ts";
import { createUpload } from "./uploads/create-upload.ts";
import { deleteUpload } from "./uploads/delete-upload.ts";
import { getUpload } from "./uploads/get-upload.ts";
import { changeUser } from "./users/change-user.ts";
import { createUser } from "./users/create-user.ts";
import { deleteUser } from "./users/delete-user.ts";
import { getUser } from "./users/get-user.ts";
import { getUserSettings } from "./users/get-user-settings.ts";
import { getUsers } from "./users/list-users.ts";
import { putUserSettings } from "./users/put-user-settings.ts";

/**
 * Every call that needs a token, by its name in the API document. Calls without a token are registered by name in
 * `app.ts`.
 */
export const OPERATIONS = {
  getMe,
  getNotices,
  changePassword,
  getSessions,
  signOut,
  endOwnSession,
  endOtherSessions,
  getSecondFactors,
  beginTotp,
  confirmTotp,
  beginPasskey,
  confirmPasskey,
  removeOwnSecondFactor,
  renewOwnRecoveryCodes,
  proveSession,
  createAdministrator,
  getAdministrators,
  getAdministrator,
  changeAdministrator,
  deleteAdministrator,
  previewAdministrator,
  renewOneTimePassword,
  makeRecoveryLink,
  getAdministratorSessions,
  endAdministratorSessions,
  endAdministratorSession,
  removeAdministratorSecondFactors,
  createToken,
  getTokens,
  getTufRoots,
  addTufRoot,
  deleteToken,
  keepToken,
  previewTokenRemoval,
  createPartner,
  getPartners,
  getPartner,
  changePartner,
  deletePartner,
  previewPartnerRemoval,
  getPartnerSettings,
  putPartnerSettings,
  previewPartnerSettings,
  createOrganization,
  getOrganizations,
  getOrganizationCounts,
  getOrganization,
  changeOrganization,
  deleteOrganization,
  previewOrganization,
  getOrganizationSettings,
  putOrganizationSettings,
  deleteOrganizationSettings,
  openOrganizationSettings,
  previewOrganizationSettings,
  bulkSettings,
  getConflicts,
  getLegacyMigration,
  explainVerdict,
  getConnections,
  getForecast,
  getYear,
  createScheduleRequest,
  previewScheduleRequest,
  getScheduleRequestsOf,
  getScheduleRequests,
  acceptScheduleRequest,
  declineScheduleRequest,
  withdrawScheduleRequest,
  getEnrolment,
  putEnrolment,
  createEnrolmentKey,
  endEnrolmentKey,
  createForecastLink,
  getForecastLinks,
  deleteForecastLink,
  createUser,
  getUsers,
  getUser,
  changeUser,
  deleteUser,
  getUserSettings,
  putUserSettings,
  createRelease,
  getReleases,
  getReleaseDates,
  getRelease,
  previewNewRelease,
  previewReleaseChange,
  changeRelease,
  uploadBuild,
  createUpload,
  getUpload,
  continueUpload,
  deleteUpload,
  getBuilds,
  getBuild,
  changeBuild,
  addCompanion,
  deleteCompanion,
  addDigests,
  getManifest,
  beginDownload,
  getDownloads,
  getProduct,
  changeProduct,
  importCalendar,
  importCheckIns,
  importOrganizations,
  importUsers,
  importLegacySettings,
  exportOrganizations,
  exportUsers,
  exportLegacySettings,
  getAdoption,
  getScheduleProgress,
  getInstallations,
  searchInstallations,
  getAuditEvents,
  previewUndo,
  undoChange,
  streamEvents,
  search,
} satisfies Readonly<Record<string, AnyEndpoint<ServerContext>>>;

export const ENDPOINTS: readonly AnyEndpoint<ServerContext>[] = Object.values(OPERATIONS);
