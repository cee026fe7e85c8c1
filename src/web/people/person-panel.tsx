import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Answer } from "../../client/answer.ts";
import { useMe } from "../data/me.ts";
import { type Home, letInByQuery, type Person, personQuery } from "../data/people.ts";
import { hasStatus } from "../data/refused.ts";
import { PAGES } from "../paths.ts";
import { ActorName } from "../ui/actor-name.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { Facts } from "../ui/section.tsx";
import { Empty, Failed, Loading } from "../ui/states.tsx";
import { ChangePerson } from "./change-person.tsx";
import { DisablePerson } from "./disable-person.tsx";
import { NewLink } from "./new-link.tsx";
import styles from "./people.module.css";
import { FactorsText, SignedInText } from "./people-list.tsx";
import { PersonSessions } from "./person-sessions.tsx";
import { ReachText } from "./reach-text.tsx";
import { RemoveFactors } from "./remove-factors.tsx";
import { RemovePerson } from "./remove-person.tsx";

interface Props {
  readonly id: string;
  readonly home: Home;
  readonly onClose: () => void;
}

/** One administrator: role, customers, second factor, sessions, and what can be done about the account. */
export function PersonPanel({ id, home, onClose }: Props) {
  const intl = useIntl();
  const { data, error, refetch } = useQuery(personQuery(id));
  const title = data?.body.displayName ?? intl.formatMessage({ id: "people.person" });
  return (
    <Dialog title={title} isOpen onClose={onClose} place="side">
      {hasStatus(error, 404) ? (
        <Empty icon="user" title={<FormattedMessage id="people.gone" />}>
          <FormattedMessage id="people.gone_about" />
        </Empty>
      ) : data ? (
        <Parts answer={data} home={home} onClose={onClose} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Dialog>
  );
}

type Doing = "change" | "disable" | "remove" | "link" | "factors";

interface PartsProps {
  readonly answer: Answer<Person>;
  readonly home: Home;
  readonly onClose: () => void;
}

function Parts({ answer, home, onClose }: PartsProps) {
  const { body: person } = answer;
  const isMe = useMe().person.id === person.id;
  const [doing, setDoing] = useState<Doing | null>(null);
  const stop = () => setDoing(null);
  if (doing === "change") return <ChangePerson answer={answer} home={home} isMe={isMe} onDone={stop} />;
  return (
    <>
      <PersonFacts person={person} />
      {isMe ? <Yourself /> : <Actions person={person} onDo={setDoing} />}
      {isMe && (
        <div className={styles.buttons}>
          <Button onPress={() => setDoing("change")}>
            <FormattedMessage id="people.change_name" />
          </Button>
        </div>
      )}
      {!isMe && <PersonSessions person={person} />}
      {doing === "disable" && <DisablePerson answer={answer} onDone={stop} />}
      {doing === "remove" && <RemovePerson person={person} onCancel={stop} onDone={onClose} />}
      {doing === "link" && <NewLink person={person} onDone={stop} />}
      {doing === "factors" && <RemoveFactors person={person} onDone={stop} />}
    </>
  );
}

function PersonFacts({ person }: { person: Person }) {
  const { data: letInBy = null } = useQuery(letInByQuery(person.id));
  const since = <LocalTime at={person.createdAt} show="day" />;
  return (
    <Facts
      facts={[
        [<FormattedMessage key="word" id="users.email" />, person.email],
        [
          <FormattedMessage key="word" id="people.role" />,
          <span key="what">
            <FormattedMessage id={`frame.role.${person.role}`} />
            <span className={styles.small}>
              <ReachText of={person} />
            </span>
          </span>,
        ],
        [
          <FormattedMessage key="word" id="people.factors" />,
          <span key="what">
            <FactorsText person={person} />
          </span>,
        ],
        [
          <FormattedMessage key="word" id="people.let_in" />,
          letInBy === null ? (
            <span key="what">{since}</span>
          ) : (
            <FormattedMessage
              key="what"
              id="people.let_in.by"
              values={{ name: <ActorName actor={letInBy} />, at: since }}
            />
          ),
        ],
        [
          <FormattedMessage key="word" id="people.signed_in" />,
          <span key="what">
            <SignedInText person={person} />
          </span>,
        ],
        person.disabledAt !== null && [
          <FormattedMessage key="word" id="people.state" />,
          <span key="what">
            <Badge tone="warning">
              <FormattedMessage id="people.disabled" />
            </Badge>{" "}
            <LocalTime at={person.disabledAt} />
          </span>,
        ],
      ]}
    />
  );
}

/** Leads to the page of one's own account. */
function Yourself() {
  return (
    <p className={styles.quiet}>
      <FormattedMessage
        id="people.yourself"
        values={{ account: (words) => <Link to={PAGES.account}>{words}</Link> }}
      />
    </p>
  );
}

function Actions({ person, onDo }: { person: Person; onDo: (what: Doing) => void }) {
  const isDisabled = person.disabledAt !== null;
  return (
    <div className={styles.buttons}>
      <Button onPress={() => onDo("change")}>
        <FormattedMessage id="people.change" />
      </Button>
      {!isDisabled && (
        <Button icon="link" onPress={() => onDo("link")}>
          <FormattedMessage id="people.link" />
        </Button>
      )}
      {person.secondFactors.length > 0 && (
        <Button onPress={() => onDo("factors")}>
          <FormattedMessage id="people.factors.remove" />
        </Button>
      )}
      <Button onPress={() => onDo("disable")}>
        <FormattedMessage id={isDisabled ? "people.enable" : "people.disable"} />
      </Button>
      <Button icon="remove" onPress={() => onDo("remove")}>
        <FormattedMessage id="people.remove" />
      </Button>
    </div>
  );
}
