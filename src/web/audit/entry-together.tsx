import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { FormattedMessage } from "react-intl";
import { type AuditEntry, MOST_TOGETHER, togetherQuery } from "../data/audit.ts";
import { Failed, Loading } from "../ui/states.tsx";
import styles from "./audit.module.css";
import { EntryText } from "./entry-text.tsx";
import { EntryLink } from "./undone-text.tsx";

/** What was changed together with an entry, each with a link to its own entry; nothing if it was alone. */
export function EntryTogether({ entry: { sequence, change, together } }: { entry: AuditEntry }) {
  const id = useId();
  const entries = together?.entries ?? 1;
  const { data, error, refetch } = useQuery({ ...togetherQuery(change), enabled: entries > 1 });
  if (entries === 1) return null;
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>
        <FormattedMessage id="audit.together" values={{ count: entries }} />
      </h3>
      {error && <Failed error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading lines={3} />}
      {data && (
        <ul className={styles.together}>
          {data.items.map((one) => (
            <li key={one.sequence} aria-current={one.sequence === sequence ? "true" : undefined}>
              <EntryLink sequence={one.sequence}>
                <EntryText entry={one} names={data.names} />
              </EntryLink>
            </li>
          ))}
        </ul>
      )}
      {entries > MOST_TOGETHER && (
        <p>
          <FormattedMessage id="audit.together.more" values={{ count: entries - MOST_TOGETHER }} />
        </p>
      )}
    </section>
  );
}
