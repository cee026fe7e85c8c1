import type { ActorReference } from "../../tenancy/actor.ts";
import { integer, jsonb, text, timestamp } from "./columns.ts";

/** A version of the root of TUF, as its JSON was given. */
export const TUF_ROOT_COLUMNS = {
  version: integer(),
  metadata: text(),
  added_at: timestamp(),
  added_by: jsonb<ActorReference>(),
};
