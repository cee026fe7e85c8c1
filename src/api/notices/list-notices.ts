import type { CommandKind } from "../../commands/command.ts";
import { type NOTICE_CODES, NoticeList } from "../../contract/notice.ts";
import { toInstant } from "../../instant.ts";
import type { EntryOf, LedgerEntry } from "../../ledger/entry.ts";
import { levelFromAbove } from "../../ledger/from-above.ts";
import { ok } from "../../result.ts";
import { listEntries } from "../../store/ledger/list-entries.ts";
import { type Actor, levelOf } from "../../tenancy/actor.ts";
import { may } from "../../tenancy/permission.ts";
import { showActors } from "../actors/show-actors.ts";
import { endpoint } from "../endpoint.ts";
import { organizationReach } from "../organizations/visible-organizations.ts";

const NOTICE_MS = 14 * 86_400_000;
/** The most changes of people that are looked at. */
const MOST_ENTRIES = 500;

type NoticeCode = (typeof NOTICE_CODES)[number];

/** Which actions of the ledger the people of a level are told of when another level does them. */
const CODES: Partial<Record<CommandKind, NoticeCode>> = {
  renew_one_time_password: "one_time_password_renewed",
  make_recovery_link: "recovery_link_made",
  remove_second_factors: "second_factors_removed",
  create_administrator: "administrator_added",
};

export const getNotices = endpoint({
  method: "GET",
  path: "/v1/me/notices",
  summary:
    "What a level above did to the administrators of one's own in the last two weeks: new one-time passwords and recovery links, removed second factors, new people",
  answer: NoticeList,
  handle: async ({ actor, now }, context) => {
    if (levelOf(actor.role) === "vendor" || !may(actor, "read_audit")) return ok({ items: [] });
    const { database } = context.store;
    const { partnerId, organizationId } = actor;
    const entries = await listEntries(database, {
      from: toInstant(now - NOTICE_MS),
      subjects: ["administrator"],
      organizationId: organizationId ?? undefined,
      subtree: partnerId === null ? undefined : { partnerId, organizationIds: organizationReach(actor).ids },
      max: MOST_ENTRIES,
    });
    const told = entries.flatMap((entry) => toTold(actor, entry));
    const show = await showActors(
      context,
      database,
      actor,
      told.map(({ by }) => by),
    );
    return ok({ items: told.map(({ by, ...notice }) => ({ ...notice, by: show(by) })) });
  },
});

/** The notice of an entry for somebody of the level that it is about, or none. A new person is not told of themselves. */
function toTold(reader: Actor, entry: LedgerEntry) {
  if (entry.subject !== "administrator") return [];
  const { after, at, action, actor }: EntryOf<"administrator"> = entry;
  const code = CODES[action as CommandKind];
  const level = levelFromAbove(entry);
  if (!code || !level || !after || levelOf(after.role) !== levelOf(reader.role)) return [];
  if (code === "administrator_added" && after.id === reader.id) return [];
  const { id, displayName } = after;
  return [{ code, at, administrator: { id, displayName }, level, by: actor }];
}
