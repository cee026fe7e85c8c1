import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { FormattedMessage } from "react-intl";
import type { AuditEntry, Names } from "../data/audit.ts";
import { PAGES } from "../paths.ts";
import { Button } from "../ui/button.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import table from "../ui/table.module.css";
import styles from "./audit.module.css";
import { readAuditSearch } from "./audit-search.ts";
import { TogetherText } from "./together-text.tsx";
import { UndoneText } from "./undone-text.tsx";

interface Props {
  readonly entries: readonly AuditEntry[];
  readonly names: Names;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly onMore: () => void;
}

/** The entries, the newest first. Older ones load when the end comes into view, or at a press. */
export function AuditList({ entries, names, hasMore, isLoadingMore, onMore }: Props) {
  const end = useInView(onMore, hasMore && !isLoadingMore);
  return (
    <>
      <table className={`${table.table} ${styles.list}`}>
        <thead>
          <tr>
            {(["at", "what", "where"] as const).map((column) => (
              <th key={column} scope="col">
                <FormattedMessage id={`audit.column.${column}`} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <EntryRow key={entry.sequence} entry={entry} names={names} />
          ))}
        </tbody>
      </table>
      <div ref={end} className={styles.end}>
        {hasMore ? (
          <Button isPending={isLoadingMore} onPress={onMore}>
            <FormattedMessage id={isLoadingMore ? "audit.loading_more" : "frame.more"} />
          </Button>
        ) : (
          <p>
            <FormattedMessage id="audit.end" />
          </p>
        )}
      </div>
    </>
  );
}

function EntryRow({ entry, names }: { entry: AuditEntry; names: Names }) {
  const { sequence, created } = entry;
  return (
    <tr>
      <td className={styles.at}>
        <LocalTime at={created} />
      </td>
      <td>
        <Link
          from={PAGES.audit}
          to={PAGES.audit}
          search={(before) => readAuditSearch({ ...before, entry: sequence })}
          resetScroll={false}
          className={styles.open ?? ""}
        >
          <TogetherText entry={entry} names={names} />
        </Link>
        <UndoneText entry={entry} />
      </td>
      <td className={styles.where}>
        <Customer entry={entry} names={names} />
      </td>
    </tr>
  );
}

/** The customer that an entry is about, or how many customers were changed together. */
function Customer({
  entry: { organizationId, subjectId, together },
  names,
}: {
  entry: AuditEntry;
  names: Names;
}) {
  if (organizationId === null) return null;
  const count = subjectId === organizationId ? (together?.alike ?? 1) : 1;
  if (count > 1) return <FormattedMessage id="audit.together.customers" values={{ count }} />;
  return names[organizationId];
}

/** Calls `onSeen` when the element is nearly in view. */
function useInView(onSeen: () => void, isWanted: boolean) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (!element || !isWanted) return;
    const observer = new IntersectionObserver(
      ([seen]) => {
        if (seen?.isIntersecting) onSeen();
      },
      { rootMargin: "400px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [onSeen, isWanted]);
  return place;
}
