import type { Actor } from "../../tenancy/actor.ts";
import { jsonb, text, timestamp } from "./columns.ts";

/**
 * An actor that is neither an administrator nor a token of the store, as it was when it was last seen: a person of an
 * identity provider, or a token of the configuration. What such an actor grants has its present rights as the limit.
 */
export const EXTERNAL_ACTOR_COLUMNS = { id: text(), actor: jsonb<Actor>(), seen_at: timestamp() };
