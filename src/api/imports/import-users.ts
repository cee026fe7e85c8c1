import { randomUUID } from "node:crypto";
import { permit } from "../../commands/perform.ts";
import { type CreateUser, decideUsers, recordUsers } from "../../commands/users/create-user.ts";
import { USER_LINES, type UserLine } from "../../contract/bulk-data.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import { refuse } from "../../result.ts";
import type { Recorder } from "../../store/ledger/change.ts";
import { addressKey, findUserAddresses } from "../../store/tables/user-addresses.ts";
import type { User } from "../../tenancy/organization.ts";
import { importEndpoint } from "./import-endpoint.ts";
import type { DraftedLines } from "./import-kind.ts";
import type { LineIdentity } from "./line-identity.ts";

const KIND = "import_users";

/** The same user has the same address in the same organization. Lines were decided before, so the actor sees that one. */
const IDENTITY: LineIdentity<UserLine> = {
  keysOf,
  sameKeysOf: keysOf,
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
      const { decide, count } = decideUsers(actor, quotas);
      return { decide: (database, lines, at) => decide(database, lines.map(toCommand), at), count };
    },
    identity: IDENTITY,
    record,
    drafting: {
      mayDraft: () => true,
      prepare: async () => undefined,
      record,
      ownersOf: ({ organizationId }) => [organizationId],
      isOvertaken,
    },
  },
});

function record(recorder: Recorder, users: readonly User[]): Promise<void> {
  return recordUsers(recorder, KIND, users);
}

/** An organization that is changed may be gone, or no longer one that the caller sees. */
function isOvertaken(by: LedgerEntry, { owners, areAbout, areCounted }: DraftedLines): boolean {
  if (by.subject === "organization") return owners.has(by.id);
  if (by.subject !== "user" || by.organizationId === null || !owners.has(by.organizationId)) return false;
  return areCounted || [by.before, by.after].some((one) => one !== null && areAbout(keysOf(one)));
}

function toCommand(line: UserLine): CreateUser {
  return { kind: KIND, id: randomUUID(), ...line };
}
