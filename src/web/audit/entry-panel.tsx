import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import { ROLES } from "../../tenancy/actor.ts";
import { type AuditEntry, auditEntryQuery, type Names } from "../data/audit.ts";
import { PAGES } from "../paths.ts";
import { ActorName } from "../ui/actor-name.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { Panel } from "../ui/panel.tsx";
import { Facts } from "../ui/section.tsx";
import { Empty, Failed, Loading } from "../ui/states.tsx";
import styles from "./audit.module.css";
import type { AuditSearch } from "./audit-search.ts";
import { EntryChanges } from "./entry-changes.tsx";
import { ActionText } from "./entry-text.tsx";
import { EntryTogether } from "./entry-together.tsx";
import { EntryUndo } from "./entry-undo.tsx";
import { TogetherText } from "./together-text.tsx";

interface Props {
  readonly sequence: number;
  readonly onClose: () => void;
  /** Shows the list with other filters. */
  readonly onLimit: (change: Partial<AuditSearch>) => void;
}

/** One entry in full: what it changed, and the record as stored. */
export function EntryPanel({ sequence, onClose, onLimit }: Props) {
  const intl = useIntl();
  const { data, error, isPending } = useQuery(auditEntryQuery(sequence));
  const title = intl.formatMessage({ id: "audit.entry" }, { sequence });
  return (
    <Panel title={title} onClose={onClose}>
      {isPending && <Loading />}
      {error && <Failed error={error} />}
      {data === null && <Empty icon="search" title={<FormattedMessage id="audit.entry.missing" />} />}
      {data && <Entry key={sequence} {...data} onLimit={onLimit} />}
    </Panel>
  );
}

interface EntryProps extends Pick<Props, "onLimit"> {
  readonly entry: AuditEntry;
  readonly names: Names;
}

function Entry({ entry, names, onLimit }: EntryProps) {
  const { actor, organizationId, before, after } = entry;
  const person = actor.id;
  const customer = organizationId === null ? undefined : names[organizationId];
  return (
    <>
      <p className={styles.summary}>
        <TogetherText entry={entry} names={names} />
      </p>
      <EntryUndo key={entry.sequence} entry={entry} names={names} />
      <EntryFacts entry={entry} customer={customer} />
      <EntryTogether entry={entry} />
      <h3>
        <FormattedMessage id="audit.entry.changes" />
      </h3>
      <EntryChanges entry={entry} names={names} />
      <div className={styles.limits}>
        {person !== null && (
          <Button icon="filter" onPress={() => onLimit({ person })}>
            <FormattedMessage id="audit.entry.by_person" values={{ name: <ActorName actor={actor} /> }} />
          </Button>
        )}
        {organizationId !== null && customer !== undefined && (
          <Button icon="filter" onPress={() => onLimit({ customer: organizationId })}>
            <FormattedMessage id="audit.entry.of_customer" values={{ name: customer }} />
          </Button>
        )}
      </div>
      <details className={styles.raw}>
        <summary>
          <FormattedMessage id="audit.entry.raw" />
        </summary>
        <pre>{JSON.stringify({ before, after }, null, 2)}</pre>
      </details>
    </>
  );
}

function EntryFacts({ entry, customer }: { entry: AuditEntry; customer: string | undefined }) {
  const intl = useIntl();
  const { actor, created, action, hash, organizationId } = entry;
  const role = ROLES.find((known) => known === actor.role);
  return (
    <Facts
      facts={[
        [<FormattedMessage key="a" id="audit.entry.at" />, <LocalTime key="b" at={created} />],
        [<FormattedMessage key="a" id="audit.entry.who" />, <ActorName key="b" actor={actor} isFirst />],
        role
          ? [
              <FormattedMessage key="a" id="audit.entry.role" />,
              <FormattedMessage key="b" id={`frame.role.${role}`} />,
            ]
          : null,
        [<FormattedMessage key="a" id="audit.entry.action" />, <ActionText key="b" code={action} />],
        customer === undefined || organizationId === null
          ? null
          : [
              <FormattedMessage key="a" id="audit.entry.customer" />,
              <Link key="b" to={PAGES.customer} params={{ organizationId }}>
                {customer}
              </Link>,
            ],
        [
          <FormattedMessage key="a" id="audit.entry.hash" />,
          <span key="b" className={styles.hash}>
            <code title={hash}>{hash.slice(0, 16)}</code>
            <CopyButton text={hash} label={intl.formatMessage({ id: "audit.entry.copy_hash" })} />
            <small>
              <FormattedMessage id="audit.entry.hash.about" />
            </small>
          </span>,
        ],
      ]}
    />
  );
}
