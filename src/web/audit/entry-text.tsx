import type { ReactNode } from "react";
import { FormattedMessage, type IntlShape, useIntl } from "react-intl";
import type { AuditEntry, Names } from "../data/audit.ts";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { ActorName } from "../ui/actor-name.tsx";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { findAction } from "./actions.ts";
import styles from "./audit.module.css";
import { toSentences } from "./entry-sentences.ts";
import type { SentenceValue } from "./sentence.ts";

/** An entry in words; an action that the page does not know is shown by its code. */
export function EntryText({ entry, names }: { entry: AuditEntry; names: Names }) {
  const intl = useIntl();
  const who = (
    <strong>
      <ActorName actor={entry.actor} isFirst />
    </strong>
  );
  const sentences = toSentences(entry, names);
  if (sentences.length === 0) {
    return (
      <span className={styles.sentence}>
        {who} <ActionText code={entry.action} />
      </span>
    );
  }
  return sentences.map(({ id, values }, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the sentences of an entry stay in their places
    <span key={at} className={styles.sentence}>
      <FormattedMessage id={id} values={{ ...toNodes(intl, values), who }} />
    </span>
  ));
}

/** The name of an action, such as an import. */
export function ActionText({ code }: { code: string }) {
  const action = findAction(code);
  return action ? <FormattedMessage id={`audit.action.${action}`} /> : <code>{code}</code>;
}

function toNodes(
  intl: IntlShape,
  values: Readonly<Record<string, SentenceValue>>,
): Record<string, ReactNode> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, toNode(intl, value)]));
}

function toNode(intl: IntlShape, value: SentenceValue): ReactNode {
  if (typeof value === "string") return value;
  if (value === null) return <FormattedMessage id="audit.somebody" />;
  if ("list" in value) {
    if (value.list.length === 0) return <FormattedMessage id="audit.partners.none" />;
    const unknown = intl.formatMessage({ id: "audit.somebody" });
    return intl.formatList(value.list.map((name) => name ?? unknown));
  }
  const none = <FormattedMessage id="audit.schedule.none" />;
  if ("at" in value) return value.at === null ? none : <CalendarDay at={value.at} />;
  return value.schedule ? <ScheduleText schedule={value.schedule} /> : none;
}
