import { randomUUID } from "node:crypto";
import { USER_LINES, type UserLine } from "../../contract/bulk-data.ts";
import { ok } from "../../result.ts";
import type { Actor } from "../../tenancy/actor.ts";
import type { User } from "../../tenancy/organization.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../refusals.ts";
import { findVisibleScenes } from "./find-visible-scenes.ts";
import { importEndpoint } from "./import-endpoint.ts";
import type { DecideLines } from "./import-kind.ts";

export const importUsers = importEndpoint({
  path: "/v1/imports/users",
  summary:
    "Enter many users of one's organizations, from CSV or NDJSON: all of them, or none if a line is bad; dryRun=true only checks",
  kind: {
    shape: USER_LINES,
    permit: (actor) => (may(actor, "manage_users") ? ok(true) : notAllowed("add users")),
    decider,
    async record(transaction, ready) {
      const entries = ready.map((after) => ({ id: after.id, before: null, after }));
      await transaction.recordAll(
        entries.map((one) => ({ subject: "user", action: "import_users", ...one }) as const),
      );
    },
  },
});

function decider(actor: Actor): DecideLines<UserLine, User> {
  return async (database, lines, at) => {
    const ids = lines.map((line) => line.organizationId);
    const visible = await findVisibleScenes(database, actor, ids);
    return lines.map((line) =>
      visible.has(line.organizationId)
        ? ok({ id: randomUUID(), ...line, createdAt: at })
        : notFound("organization"),
    );
  };
}
