import type { Subject, Subjects } from "../../ledger/subject.ts";
import type { Database } from "../database.ts";
import { writeAdministrator } from "../tables/administrator-table.ts";
import { writeBuild } from "../tables/build-table.ts";
import { writeEnrolment } from "../tables/enrolment-table.ts";
import { writeForecastLink } from "../tables/forecast-link-table.ts";
import { insertOrganizations, writeManyOrganizationSettings } from "../tables/organization-batch.ts";
import { writeOrganization, writeOrganizationSettings } from "../tables/organization-table.ts";
import { writePartner, writePartnerSettings } from "../tables/partner-table.ts";
import { writeProduct } from "../tables/product-table.ts";
import { writeRelease } from "../tables/release-table.ts";
import { writeScheduleRequest } from "../tables/schedule-request-table.ts";
import { writeToken } from "../tables/token-table.ts";
import { insertUsers, writeUser, writeUserSettings } from "../tables/user-table.ts";
import type { RecordPair } from "../tables/write-row.ts";

/** How a change of each subject is written to its table. */
export const WRITERS: {
  readonly [S in Subject]: (database: Database, written: RecordPair<Subjects[S]>) => Promise<void>;
} = {
  partner: writePartner,
  partner_settings: writePartnerSettings,
  organization: writeOrganization,
  organization_settings: writeOrganizationSettings,
  user: writeUser,
  user_settings: writeUserSettings,
  release: writeRelease,
  build: writeBuild,
  product: writeProduct,
  administrator: (database, written) => writeAdministrator(database, written, null),
  forecast_link: (database, written) => writeForecastLink(database, written, null),
  token: (database, written) => writeToken(database, written, null),
  schedule_request: writeScheduleRequest,
  enrolment: writeEnrolment,
};

type WriteMany = {
  readonly [S in Subject]?: (database: Database, all: readonly RecordPair<Subjects[S]>[]) => Promise<boolean>;
};

/** Subjects that are written in batches; each writes a batch as a whole, or gives false if it cannot. */
const BATCH_WRITERS: WriteMany = {
  organization: insertOrganizations,
  organization_settings: writeManyOrganizationSettings,
  user: insertUsers,
};

/** The most changes that are written together: as much as is made into a statement without a break. */
const AT_ONCE = 500;

/** Writes many changes of one subject: in a few statements if possible, else one after another. */
export async function writeMany<S extends Subject>(
  database: Database,
  subject: S,
  all: readonly RecordPair<Subjects[S]>[],
): Promise<void> {
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const some = all.slice(from, from + AT_ONCE);
    if (await BATCH_WRITERS[subject]?.(database, some)) continue;
    for (const written of some) await WRITERS[subject](database, written);
  }
}
