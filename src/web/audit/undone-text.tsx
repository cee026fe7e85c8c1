import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { FormattedMessage } from "react-intl";
import type { AuditEntry } from "../data/audit.ts";
import { PAGES } from "../paths.ts";
import { ActorName } from "../ui/actor-name.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import styles from "./audit.module.css";
import { readAuditSearch } from "./audit-search.ts";

/** That an entry is undone, by whom and when, or that it undoes another one; each with a link to the other entry. */
export function UndoneText({ entry: { undoneBy, undoes } }: { entry: AuditEntry }) {
  if (!undoneBy && undoes === undefined) return null;
  return (
    <span className={styles.undone}>
      {undoneBy && (
        <FormattedMessage
          id="audit.undo.undone_by"
          values={{
            who: <ActorName actor={undoneBy.actor} />,
            at: <LocalTime at={undoneBy.created} />,
            link: (text) => <EntryLink sequence={undoneBy.sequence}>{text}</EntryLink>,
          }}
        />
      )}
      {undoes !== undefined && (
        <FormattedMessage
          id="audit.undo.undoes"
          values={{ sequence: undoes, link: (text) => <EntryLink sequence={undoes}>{text}</EntryLink> }}
        />
      )}
    </span>
  );
}

/** A link that opens an entry in the audit, beside what is shown there. */
export function EntryLink({ sequence, children }: { sequence: number; children: ReactNode }) {
  return (
    <Link
      to={PAGES.audit}
      search={(before: Record<string, unknown>) => readAuditSearch({ ...before, entry: sequence })}
      resetScroll={false}
    >
      {children}
    </Link>
  );
}
