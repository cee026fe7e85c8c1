import { randomUUID } from "node:crypto";
import { permit } from "../../commands/perform.ts";
import { type CreateUser, decideUsers, recordUsers } from "../../commands/users/create-user.ts";
import { USER_LINES, type UserLine } from "../../contract/bulk-data.ts";
import { importEndpoint } from "./import-endpoint.ts";

const KIND = "import_users";

export const importUsers = importEndpoint({
  path: "/v1/imports/users",
  summary:
    "Enter many users of one's organizations, from CSV or NDJSON: all of them, or none if a line is bad; dryRun=true only checks",
  kind: {
    shape: USER_LINES,
    permit: (actor) => permit(actor, KIND),
    decider: (actor, quotas) => {
      const decide = decideUsers(actor, quotas);
      return (database, lines, at) => decide(database, lines.map(toCommand), at);
    },
    record: (transaction, decided) => recordUsers(transaction, KIND, decided),
  },
});

function toCommand(line: UserLine): CreateUser {
  return { kind: KIND, id: randomUUID(), ...line };
}
