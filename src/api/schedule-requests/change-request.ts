import type { CommandOf } from "../../commands/command.ts";
import type { SeenRequest } from "../../commands/organizations/schedule-requests.ts";
import type { Database } from "../../store/database.ts";
import type { Actor } from "../../tenancy/actor.ts";
import { perform } from "../change.ts";
import type { Context } from "../context.ts";
import { presentRequests } from "./present-requests.ts";

type RequestCommand = CommandOf<
  "ask_for_schedule" | "accept_schedule_request" | "decline_schedule_request" | "withdraw_schedule_request"
>;

/** Performs a command about a request, and answers with the request as it is then. */
export function changeRequest(context: Context, actor: Actor, command: RequestCommand) {
  return perform(context, actor, command, async (seen: SeenRequest, database: Database) => {
    const [request] = await presentRequests(context, database, actor, [seen]);
    if (!request) throw new Error(`request ${seen.request.id} is not presented`);
    return request;
  });
}
