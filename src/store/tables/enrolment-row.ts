import { bigint, boolean, integer, text, timestamp } from "./columns.ts";

/** Whether an organization, by its id, requires an enrolment key, and how many were made. */
export const ENROLMENT_COLUMNS = { id: text(), required: boolean(), made: integer() };

/** The keys that count, with the secret that their tags are made with. */
export const ENROLMENT_KEY_COLUMNS = {
  organization_id: text(),
  number: integer(),
  secret: text(),
  created_at: timestamp(),
};

/** How many checks were not counted for want of a key, by day in UTC. */
export const UNPROVEN_CHECK_COLUMNS = { organization_id: text(), day: text(), checks: bigint() };
