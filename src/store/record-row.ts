import { writeBuild } from "./build-table.ts";
import type { Database } from "./database.ts";
import { writeOrganization, writeOrganizationSettings } from "./organization-table.ts";
import { writePartner, writePartnerSettings } from "./partner-table.ts";
import { writeRelease } from "./release-table.ts";
import type { Subject, Subjects } from "./subjects.ts";
import { writeToken } from "./token-table.ts";
import { writeUser, writeUserSettings } from "./user-table.ts";
import type { Written } from "./write-row.ts";

/** How a change of each subject reaches its table. */
export const WRITERS: {
  readonly [S in Subject]: (database: Database, written: Written<Subjects[S]>) => Promise<void>;
} = {
  partner: writePartner,
  partner_settings: writePartnerSettings,
  organization: writeOrganization,
  organization_settings: writeOrganizationSettings,
  user: writeUser,
  user_settings: writeUserSettings,
  release: writeRelease,
  build: writeBuild,
  token: (database, written) => writeToken(database, written, null),
};
