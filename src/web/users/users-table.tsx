import { Button } from "react-aria-components/Button";
import { FormattedMessage } from "react-intl";
import type { UserItem } from "../data/users.ts";
import { Badge } from "../ui/badge.tsx";
import { ColumnHeads } from "../ui/column-heads.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import table from "../ui/table.module.css";
import styles from "./users.module.css";

interface Props {
  readonly users: readonly UserItem[];
  readonly onOpen: (id: string) => void;
}

/** The users; a name opens the panel, and users on automatic upgrades are marked. */
export function UsersTable({ users, onOpen }: Props) {
  return (
    <div className={table.scroll}>
      <table className={table.table}>
        <ColumnHeads
          heads={[
            "users.name",
            "users.email",
            "users.upgrades",
            { id: "users.since", className: styles.extra },
          ]}
        />
        <tbody>
          {users.map(({ id, displayName, email, allowAutomaticUpgrades, createdAt }) => (
            <tr key={id} className={styles.row}>
              <td>
                <Button className={styles.open ?? ""} onPress={() => onOpen(id)}>
                  {displayName}
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
              <td className={styles.extra}>
                <LocalTime at={createdAt} show="day" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
