import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormattedMessage } from "react-intl";
import { type AuditEntry, type Names, type UndoPreview, undoQuery } from "../data/audit.ts";
import { ActorName } from "../ui/actor-name.tsx";
import { Button } from "../ui/button.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { ProblemText } from "../ui/problem-text.tsx";
import { Failed } from "../ui/states.tsx";
import styles from "./audit.module.css";
import { UndoDialog } from "./undo-dialog.tsx";
import { EntryLink, UndoneText } from "./undone-text.tsx";

interface Props {
  readonly entry: AuditEntry;
  readonly names: Names;
}

/** The undo of an entry: the button, or why the person cannot undo it, or that it is undone. */
export function EntryUndo({ entry, names }: Props) {
  const { undoneBy, sequence } = entry;
  const [isOpen, setOpen] = useState(false);
  const seen = useQuery({ ...undoQuery(sequence), enabled: undoneBy === undefined });
  return (
    <div className={styles.undo}>
      <UndoneText entry={entry} />
      {undoneBy === undefined && seen.error && <Failed error={seen.error} />}
      {undoneBy === undefined && seen.data?.possible === false && <Reasons preview={seen.data} />}
      {undoneBy === undefined && seen.data?.possible && (
        <div>
          <Button icon="undo" onPress={() => setOpen(true)}>
            <FormattedMessage id="audit.undo" />
          </Button>
        </div>
      )}
      {isOpen && <UndoDialog {...{ entry, names }} onClose={() => setOpen(false)} />}
    </div>
  );
}

/** Why a change cannot be undone, for how many of its entries, and what is in the way. */
function Reasons({ preview: { entries, reasons } }: { preview: UndoPreview }) {
  return reasons.map(({ code, message, entries: some, later }) => (
    <div key={code} className={styles.reason}>
      <ProblemText refusal={{ code, message, status: 409 }} />
      {entries > 1 && (
        <p>
          <FormattedMessage id="audit.undo.for_some" values={{ some, all: entries }} />
        </p>
      )}
      {later && (
        <p>
          <FormattedMessage
            id="audit.undo.later"
            values={{
              who: <ActorName actor={later.actor} />,
              at: <LocalTime at={later.created} />,
              link: (text) => <EntryLink sequence={later.sequence}>{text}</EntryLink>,
            }}
          />
        </p>
      )}
    </div>
  ));
}
