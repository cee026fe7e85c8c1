import { FormattedMessage, useIntl } from "react-intl";
import type { CredentialsEffect } from "../data/people.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { TextField } from "../ui/text-field.tsx";
import type { Keeping } from "./keeping.ts";
import styles from "./people.module.css";

type Ending = CredentialsEffect["ended"]["items"][number];

interface Props {
  readonly effect: CredentialsEffect;
  readonly keeping: Keeping;
  readonly onKeep: (keeping: Keeping) => void;
}

/** What ends with a change, each with a choice to keep it; and the people who stay, to be looked at. */
export function EndsList({ effect: { ended, staying }, keeping, onKeep }: Props) {
  return (
    <>
      {ended.total === 0 ? (
        <p>
          <FormattedMessage id="people.ends.nothing" />
        </p>
      ) : (
        <Ended ended={ended} keeping={keeping} onKeep={onKeep} />
      )}
      {staying.total > 0 && (
        <section className={styles.list}>
          <h3>
            <FormattedMessage id="people.ends.staying" values={{ count: staying.total }} />
          </h3>
          <ul className={styles.list}>
            {staying.items.map((one) => (
              <li key={one.id}>
                <EndingText one={one} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Ended({ ended, keeping, onKeep }: Omit<Props, "effect"> & Pick<CredentialsEffect, "ended">) {
  const intl = useIntl();
  const { ids, reason } = keeping;
  const toggle = (id: string, isKept: boolean) =>
    onKeep({ ids: isKept ? [...ids, id] : ids.filter((one) => one !== id), reason });
  return (
    <section className={styles.list}>
      <h3>
        <FormattedMessage id="people.ends.ended" values={{ count: ended.total }} />
      </h3>
      <p className={styles.quiet}>
        <FormattedMessage id="people.ends.keep_about" />
      </p>
      <ul className={styles.list}>
        {ended.items.map((one) => (
          <li key={one.id}>
            <Checkbox isSelected={ids.includes(one.id)} onChange={(isKept) => toggle(one.id, isKept)}>
              <span>
                <FormattedMessage id="people.ends.keep" values={{ what: <EndingText one={one} /> }} />
              </span>
            </Checkbox>
          </li>
        ))}
      </ul>
      {ended.total > ended.items.length && (
        <p>
          <FormattedMessage id="people.ends.more" values={{ count: ended.total - ended.items.length }} />
        </p>
      )}
      {ids.length > 0 && (
        <TextField
          label={intl.formatMessage({ id: "people.ends.reason" })}
          maxLength={200}
          value={reason}
          onChange={(next) => onKeep({ ids, reason: next })}
        />
      )}
    </section>
  );
}

/** A token, a link or a one-time password, in words. */
function EndingText({ one }: { one: Ending }) {
  const { kind, name = "", role } = one;
  const values = { name, role: role ? <FormattedMessage id={`frame.role.${role}`} /> : "" };
  return <FormattedMessage id={`people.ends.${kind}`} values={values} />;
}
