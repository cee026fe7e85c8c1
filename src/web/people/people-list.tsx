import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "react-aria-components/Button";
import { FormattedMessage } from "react-intl";
import { useMe } from "../data/me.ts";
import { type Home, type Person, peopleQuery } from "../data/people.ts";
import { Badge } from "../ui/badge.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { PagedTable } from "../ui/paged-table.tsx";
import { Empty } from "../ui/states.tsx";
import styles from "./people.module.css";
import { ReachText } from "./reach-text.tsx";

interface Props {
  readonly home: Home;
  readonly q: string;
  readonly onOpen: (id: string) => void;
}

/** The administrators by name; a name opens the panel of that person. */
export function PeopleList({ home, q, onOpen }: Props) {
  const which = q === "" ? "none" : "not_found";
  return (
    <PagedTable
      found={useInfiniteQuery(peopleQuery(home, q))}
      heads={HEADS}
      empty={
        <Empty icon="user" title={<FormattedMessage id={`people.${which}`} />}>
          <FormattedMessage id={`people.${which}_about`} />
        </Empty>
      }
    >
      {(person) => <Row key={person.id} person={person} onOpen={() => onOpen(person.id)} />}
    </PagedTable>
  );
}

const HEADS = [
  "people.person",
  "people.role",
  { id: "people.factors", className: styles.extra },
  { id: "people.since", className: styles.extra },
  { id: "people.signed_in", className: styles.extra },
] as const;

function Row({ person, onOpen }: { person: Person; onOpen: () => void }) {
  const me = useMe();
  return (
    <tr className={styles.row}>
      <td>
        <Button className={styles.open ?? ""} onPress={onOpen}>
          {person.displayName}
        </Button>{" "}
        {person.id === me.person.id && (
          <Badge tone="info">
            <FormattedMessage id="people.you" />
          </Badge>
        )}{" "}
        {person.disabledAt !== null && (
          <Badge tone="warning">
            <FormattedMessage id="people.disabled" />
          </Badge>
        )}
        <span className={styles.email}>{person.email}</span>
      </td>
      <td>
        <FormattedMessage id={`frame.role.${person.role}`} />
        <span className={styles.small}>
          <ReachText of={person} />
        </span>
      </td>
      <td className={styles.extra}>
        <FactorsText person={person} />
      </td>
      <td className={styles.extra}>
        <LocalTime at={person.createdAt} show="day" />
      </td>
      <td className={styles.extra}>
        <SignedInText person={person} />
      </td>
    </tr>
  );
}

/** Which second factors the person has, or that there is none. */
export function FactorsText({ person }: { person: Person }) {
  const { secondFactors } = person;
  if (secondFactors.length === 0) return <FormattedMessage id="people.factors.none" />;
  return secondFactors.map((kind, at) => (
    <span key={kind}>
      {at > 0 && ", "}
      <FormattedMessage id={`people.factors.${kind}`} />
    </span>
  ));
}

/** When the person last signed in, or that it was never noted. */
export function SignedInText({ person: { lastSignInAt } }: { person: Person }) {
  if (lastSignInAt === null) return <FormattedMessage id="people.signed_in.none" />;
  return <LocalTime at={lastSignInAt} />;
}
