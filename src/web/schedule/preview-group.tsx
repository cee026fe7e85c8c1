import { FormattedMessage, useIntl } from "react-intl";
import styles from "./schedule.module.css";
import type { Preview } from "./schedule.ts";

export type PreviewGroup = Preview["groups"][number];

/** Customers that a change does not affect, for the same reason. */
export type UnaffectedGroup = Pick<PreviewGroup, "reach" | "organizations" | "users" | "first">;

/** How many customers or users a change does not affect, and why. */
export function OtherGroup({ group }: { group: UnaffectedGroup }) {
  return (
    <li className={styles.group}>
      <span>
        <FormattedMessage
          id={`schedule.reach.${group.reach}`}
          values={{ count: group.organizations || group.users }}
        />
      </span>
      <GroupNames group={group} />
    </li>
  );
}

/** The first few customers by name, and how many more there are. */
export function GroupNames({ group }: { group: Pick<UnaffectedGroup, "organizations" | "first"> }) {
  const intl = useIntl();
  const names = group.first.slice(0, 5).map(({ name }) => name);
  const more = group.organizations - names.length;
  if (names.length === 0) return null;
  const others = more > 0 ? [intl.formatMessage({ id: "schedule.preview.more" }, { more })] : [];
  return <span className={styles.quiet}>{intl.formatList([...names, ...others])}</span>;
}
