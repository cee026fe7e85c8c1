import { useIntl } from "react-intl";
import type { Release } from "../data/releases.ts";
import { useDraft } from "../schedule/draft.ts";
import { type DraftKind, isIdentical } from "../schedule/draft-fields.ts";
import { FoundDraft } from "../schedule/found-draft.tsx";
import { RELEASE_DRAFT_FIELDS, type ReleaseDraft, ReleaseFields, readEntered } from "./release-fields.tsx";
import styles from "./releases.module.css";
import { ReviewDialog } from "./review-dialog.tsx";

interface Props {
  readonly release: Release;
  readonly etag: string | null;
  readonly onClose: () => void;
}

const KIND: DraftKind<ReleaseDraft> = { fields: RELEASE_DRAFT_FIELDS, isSame: isIdentical };

/** Changes the dates of a release, its rollout or its notes, with a preview while it is entered. */
export function EditDialog({ release, etag, onClose }: Props) {
  const intl = useIntl();
  const now = toEntered(release);
  const { id, version } = release;
  const draft = useDraft<ReleaseDraft>({ kind: KIND, place: `release/${id}/edit`, name: version, now, etag });
  const entered = { ...now, ...draft.changes };
  const read = readEntered(entered);
  const changed = read && Object.fromEntries(Object.entries(read).filter(([key]) => key in draft.changes));
  return (
    <ReviewDialog
      title={intl.formatMessage({ id: "releases.step.edit.title" }, { version })}
      confirm={intl.formatMessage({ id: "frame.save" })}
      done={intl.formatMessage({ id: "releases.step.edit.done" }, { version })}
      release={release}
      basedOn={draft.basedOn}
      isOvertaken={draft.isOvertaken}
      change={draft.isChanged ? changed : null}
      missing={intl.formatMessage({
        id: draft.isChanged ? "releases.mend_first" : "releases.nothing_changed",
      })}
      onKeep={draft.keep}
      draft={draft}
      onClose={onClose}
    >
      <FoundDraft draft={draft} />
      <div className={styles.form}>
        <ReleaseFields entered={entered} onChange={draft.change} />
      </div>
    </ReviewDialog>
  );
}

function toEntered({ automaticAt, slowAt, rolloutDays, notes }: Release): ReleaseDraft {
  return { automaticAt, slowAt, rolloutDays: String(rolloutDays), notes };
}
