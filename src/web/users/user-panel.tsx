import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Answer } from "../../client/answer.ts";
import { mayI, useMe } from "../data/me.ts";
import { hasStatus } from "../data/refused.ts";
import { type User, userQuery } from "../data/users.ts";
import { UserComputers } from "../installations/user-computers.tsx";
import { Button } from "../ui/button.tsx";
import { IdText } from "../ui/id-text.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { Panel } from "../ui/panel.tsx";
import { Facts } from "../ui/section.tsx";
import { Empty, Failed, Loading } from "../ui/states.tsx";
import { ChangeUser } from "./change-user.tsx";
import { RemoveUser } from "./remove-user.tsx";
import { UserUpgrades } from "./user-upgrades.tsx";
import styles from "./users.module.css";

interface Props {
  readonly id: string;
  readonly organizationId: string;
  /** The id of the installation that was searched for. */
  readonly installation?: string | undefined;
  /** What the panel opens with, as the menu of a row asks for it; null: with what there is to read. */
  readonly begin: UserStep | null;
  readonly onClose: () => void;
}

/** What can be done with a user in a form or a question of its own. */
export type UserStep = "change" | "remove";

/** One user: name and e-mail address, the user's computers, and automatic upgrades. */
export function UserPanel({ id, organizationId, installation, begin, onClose }: Props) {
  const intl = useIntl();
  const { data, error, refetch } = useQuery(userQuery(id));
  const isGone = hasStatus(error, 404) || (data && data.body.organizationId !== organizationId);
  const title = data?.body.displayName ?? intl.formatMessage({ id: "users.user" });
  return (
    <Panel title={title} onClose={onClose}>
      {isGone ? (
        <Empty icon="user" title={<FormattedMessage id="users.gone" />}>
          <FormattedMessage id="users.gone_about" />
        </Empty>
      ) : data ? (
        <Parts key={`${id} ${begin}`} answer={data} {...{ installation, begin, onClose }} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </Panel>
  );
}

interface PartsProps extends Pick<Props, "installation" | "begin" | "onClose"> {
  readonly answer: Answer<User>;
}

function Parts({ answer, installation, begin, onClose }: PartsProps) {
  const { body: user } = answer;
  const me = useMe();
  const [doing, setDoing] = useState(begin);
  const stop = () => setDoing(null);
  if (doing === "change") return <ChangeUser answer={answer} onDone={stop} />;
  return (
    <>
      <Facts
        facts={[
          [<FormattedMessage key="word" id="users.email" />, user.email],
          [<FormattedMessage key="word" id="users.since" />, <LocalTime key="what" at={user.createdAt} />],
          [<FormattedMessage key="word" id="users.id" />, <IdText key="what" id={user.id} />],
        ]}
      />
      <UserComputers user={user} first={installation} />
      <UserUpgrades user={user} />
      {mayI(me, "manage_users") && (
        <div className={`${styles.part} ${styles.buttons}`}>
          <Button onPress={() => setDoing("change")}>
            <FormattedMessage id="users.change" />
          </Button>
          <Button icon="remove" onPress={() => setDoing("remove")}>
            <FormattedMessage id="users.remove" />
          </Button>
        </div>
      )}
      {doing === "remove" && <RemoveUser user={user} onCancel={stop} onDone={onClose} />}
    </>
  );
}
