import { FormattedMessage } from "react-intl";
import type { AuditEntry, Names } from "../data/audit.ts";
import type { MessageId } from "../language/message-ids.ts";
import { ActorName } from "../ui/actor-name.tsx";
import { type AuditAction, findAction } from "./actions.ts";
import { EntryText } from "./entry-text.tsx";

/** The sentences about what changes many records at once. */
const TOGETHER: Partial<Record<AuditAction, Extract<MessageId, `audit.together.${string}`>>> = {
  change_organization_settings: "audit.together.change_organization_settings",
  return_to_inheritance: "audit.together.return_to_inheritance",
  import_calendar: "audit.together.import_calendar",
  import_legacy_settings: "audit.together.import_legacy_settings",
  import_organizations: "audit.together.import_organizations",
  import_users: "audit.together.import_users",
};

/** A change in words: one entry, or all that did the same in it as one sentence with their number. */
export function TogetherText({ entry, names }: { entry: AuditEntry; names: Names }) {
  const { entries = 1, alike = 1 } = entry.together ?? {};
  const action = findAction(entry.action);
  const id = alike > 1 && action ? TOGETHER[action] : undefined;
  const more = entries - (id ? alike : 1);
  return (
    <>
      {id ? (
        <FormattedMessage
          id={id}
          values={{
            who: (
              <strong>
                <ActorName actor={entry.actor} isFirst />
              </strong>
            ),
            count: alike,
          }}
        />
      ) : (
        <EntryText entry={entry} names={names} />
      )}
      {more > 0 && (
        <>
          {" "}
          <FormattedMessage id="audit.together.more" values={{ count: more }} />
        </>
      )}
    </>
  );
}
