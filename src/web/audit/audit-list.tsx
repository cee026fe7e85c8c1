import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { FormattedMessage } from "react-intl";
import type { AuditEntry, Names } from "../data/audit.ts";
import { PAGES } from "../paths.ts";
import { Button } from "../ui/button.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { moveAmongRows } from "../ui/row-keys.ts";
import table from "../ui/table.module.css";
import styles from "./audit.module.css";
import { readAuditSearch } from "./audit-search.ts";
import { TogetherText } from "./together-text.tsx";
import { UndoneText } from "./undone-text.tsx";

interface Props {
  readonly entries: readonly AuditEntry[];
  readonly names: Names;
  /** The sequence number of the entry whose panel is open, if one is. */
  readonly openEntry: number | undefined;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly onMore: () => void;
}

/** The entries, the newest first. Older ones load when the end comes into view, or at a press. */
export function AuditList({ entries, names, openEntry, hasMore, isLoadingMore, onMore }: Props) {
  const end = useInView(onMore, hasMore && !isLoadingMore);
  return (
    <>
      <table className={`${table.table} ${table.cards} ${styles.list}`}>
        <thead>
          <tr>
            {(["at", "what", "where"] as const).map((column) => (
              <th key={column} scope="col">
                <FormattedMessage id={`audit.column.${column}`} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={(event) => moveAmongRows(event, openEntry !== undefined)}>
          {entries.map((entry) => (
            <EntryRow
              key={entry.sequence}
              entry={entry}
              names={names}
              isOpen={entry.sequence === openEntry}
              isAnyOpen={openEntry !== undefined}
            />
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

interface RowProps {
  readonly entry: AuditEntry;
  readonly names: Names;
  readonly isOpen: boolean;
  /** Whether this or another entry is open: going from one to the next is no step of the browser's history. */
  readonly isAnyOpen: boolean;
}

function EntryRow({ entry, names, isOpen, isAnyOpen }: RowProps) {
  const { sequence, created } = entry;
  return (
    <tr aria-current={isOpen || undefined}>
      <td className={styles.at}>
        <LocalTime at={created} />
      </td>
      <td>
        <Link
          from={PAGES.audit}
          to={PAGES.audit}
          search={(before) => readAuditSearch({ ...before, entry: sequence })}
          resetScroll={false}
          replace={isAnyOpen}
          className={styles.open ?? ""}
          data-opens
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
