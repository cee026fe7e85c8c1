import type { z } from "zod";
import { type EnrolmentAnswer, SEEN_DAYS } from "../../contract/enrolment.ts";
import { addDays, type Instant } from "../../instant.ts";
import type { Database } from "../../store/database.ts";
import { findEnrolments, findTags } from "../../store/tables/enrolment-table.ts";
import { countSeenByKey, findUnproven } from "../../store/tables/unproven-checks.ts";
import { noEnrolment } from "../../tenancy/enrolment.ts";

/** The enrolment of an organization with its tags, and who had them lately. */
export async function readEnrolment(
  database: Database,
  id: string,
  now: Instant,
): Promise<z.output<typeof EnrolmentAnswer>> {
  const [enrolment = noEnrolment(id)] = await findEnrolments(database, [id]);
  const tags = await findTags(database, id);
  const seen = await countSeenByKey(database, id, addDays(now, -SEEN_DAYS));
  const unproven = await findUnproven(database, { ids: [id] }, now);
  const seenWith = (key: number) => seen.find((one) => one.key === key)?.installations ?? 0;
  const keys = enrolment.keys.map(({ number, createdAt }) => {
    return { number, createdAt, tag: tags.get(number) ?? "", installations: seenWith(number) };
  });
  const installations = seen.reduce((sum, one) => sum + one.installations, 0);
  const withKey = keys.reduce((sum, one) => sum + one.installations, 0);
  return {
    required: enrolment.required,
    keys,
    seen: { installations, withoutKey: installations - withKey, unproven: unproven?.checks ?? 0 },
  };
}
