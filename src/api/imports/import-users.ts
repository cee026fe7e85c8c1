import { randomUUID } from "node:crypto";
import { permit } from "../../commands/perform.ts";
import { type CreateUser, decideUsers, recordUsers } from "../../commands/users/create-user.ts";
import { USER_LINES, type UserLine } from "../../contract/bulk-data.ts";
import { refuse } from "../../result.ts";
import { addressKey, findUserAddresses } from "../../store/tables/user-addresses.ts";
import { importEndpoint } from "./import-endpoint.ts";
import type { LineIdentity } from "./line-identity.ts";

const KIND = "import_users";

/** The same user has the same address in the same organization. Lines were decided before, so the actor sees that one. */
const IDENTITY: LineIdentity<UserLine> = {
  keysOf,
  findStored: async (database, _actor, lines) =>
    new Set((await findUserAddresses(database, lines)).flatMap(keysOf)),
  toldOf: ({ email }) =>
    refuse(
      "user_exists",
      `A user with the address ${email} is in the organization already; existing=create makes another.`,
    ),
};

function keysOf({ organizationId, email }: Pick<UserLine, "organizationId" | "email">): readonly string[] {
  return [`${organizationId} ${addressKey(email)}`];
}

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
    identity: IDENTITY,
    record: (transaction, decided) => recordUsers(transaction, KIND, decided),
  },
});

function toCommand(line: UserLine): CreateUser {
  return { kind: KIND, id: randomUUID(), ...line };
}
