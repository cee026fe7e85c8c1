import { Button } from "react-aria-components/Button";
import { FormattedMessage, useIntl } from "react-intl";
import type { UserItem } from "../data/users.ts";
import { Badge } from "../ui/badge.tsx";
import { ColumnHeads } from "../ui/column-heads.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { moveAmongRows } from "../ui/row-keys.ts";
import { type RowAction, RowMenu } from "../ui/row-menu.tsx";
import table from "../ui/table.module.css";
import styles from "./users.module.css";

interface Props {
  readonly users: readonly UserItem[];
  /** The user whose panel is open, if one is. */
  readonly openId: string | undefined;
  readonly onOpen: (id: string) => void;
  /** What the menu of a row offers for a user. */
  readonly actionsOf: (user: UserItem) => readonly RowAction[];
}

/** The users; a name opens the panel, and users on automatic upgrades are marked. */
export function UsersTable({ users, openId, onOpen, actionsOf }: Props) {
  return (
    <table className={`${table.table} ${table.cards}`}>
      <ColumnHeads
        heads={[
          "users.name",
          "users.email",
          "users.upgrades",
          "users.since",
          { id: "frame.row_menu.column", isHidden: true },
        ]}
      />
      <tbody onKeyDown={(event) => moveAmongRows(event, openId !== undefined)}>
        {users.map((user) => (
          <Row
            key={user.id}
            user={user}
            isOpen={user.id === openId}
            onOpen={() => onOpen(user.id)}
            actions={() => actionsOf(user)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly user: UserItem;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  readonly actions: () => readonly RowAction[];
}

function Row({ user, isOpen, onOpen, actions }: RowProps) {
  const intl = useIntl();
  const { displayName, email, allowAutomaticUpgrades, createdAt } = user;
  return (
    <tr className={styles.row} aria-current={isOpen || undefined}>
      <td>
        <Button className={styles.open ?? ""} onPress={onOpen} data-opens>
          <bdi>{displayName}</bdi>
        </Button>
      </td>
      <td className={styles.email}>{email}</td>
      <td>
        {allowAutomaticUpgrades ? (
          <Badge tone="info">
            <FormattedMessage id="users.pilot" />
          </Badge>
        ) : (
          <FormattedMessage id="users.follows" />
        )}
      </td>
      <td data-column={intl.formatMessage({ id: "users.since" })}>
        <LocalTime at={createdAt} show="day" />
      </td>
      <td className={table.menu}>
        <RowMenu name={displayName} actions={actions} />
      </td>
    </tr>
  );
}
