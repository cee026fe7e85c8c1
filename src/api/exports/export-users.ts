import { USER_LINES, type UserLine } from "../../contract/bulk-data.ts";
import { eachUserOf } from "../../store/tables/user-table.ts";
import type { User } from "../../tenancy/organization.ts";
import { eachVisibleScene } from "./each-visible-scene.ts";
import { exportEndpoint } from "./export-endpoint.ts";

export const exportUsers = exportEndpoint({
  path: "/v1/exports/users",
  summary: "The users of one's subtree as CSV or NDJSON, as an import takes them",
  shape: USER_LINES,
  async *lines({ store: { database } }, actor) {
    for await (const scenes of eachVisibleScene(database, actor)) {
      const ids = scenes.map(({ organization }) => organization.id);
      for await (const users of eachUserOf(database, ids)) yield users.map(({ user }) => toLine(user));
    }
  },
});

function toLine({ organizationId, displayName, email }: User): UserLine {
  return { organizationId, displayName, email };
}
