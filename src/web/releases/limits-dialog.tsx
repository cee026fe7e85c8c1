import { useState } from "react";
import { useIntl } from "react-intl";
import type { Release } from "../data/releases.ts";
import { useDraft } from "../schedule/draft.ts";
import { type DraftKind, isIdentical } from "../schedule/draft-fields.ts";
import { FoundDraft } from "../schedule/found-draft.tsx";
import {
  LIMITS_DRAFT_FIELDS,
  type LimitsDraft,
  problemsOf,
  toLimitsChange,
  toLimitsDraft,
} from "./limits-draft.ts";
import { LimitsFields } from "./limits-fields.tsx";
import styles from "./releases.module.css";
import { ReviewDialog } from "./review-dialog.tsx";

interface Props {
  readonly release: Release;
  readonly etag: string | null;
  readonly onClose: () => void;
}

const KIND: DraftKind<LimitsDraft> = { fields: LIMITS_DRAFT_FIELDS, isSame: isIdentical };

/** R28 to R30: how long a release may be run, and whether it must be run before newer ones. */
export function LimitsDialog({ release, etag, onClose }: Props) {
  const intl = useIntl();
  const [now] = useState(() => Date.now());
  const saved = toLimitsDraft(release);
  const { id, version } = release;
  const place = `release/${id}/limits`;
  const draft = useDraft<LimitsDraft>({ kind: KIND, place, name: version, now: saved, etag });
  const entered = { ...saved, ...draft.changes };
  const problems = problemsOf(entered, saved, now);
  const isReady = draft.isChanged && problems.size === 0;
  return (
    <ReviewDialog
      title={intl.formatMessage({ id: "releases.step.limits.title" }, { version })}
      confirm={intl.formatMessage({ id: "frame.save" })}
      done={intl.formatMessage({ id: "releases.step.limits.done" }, { version })}
      release={release}
      basedOn={draft.basedOn}
      isOvertaken={draft.isOvertaken}
      change={isReady ? toLimitsChange(draft.changes, entered) : null}
      missing={intl.formatMessage({
        id: draft.isChanged ? "releases.mend_first" : "releases.nothing_changed",
      })}
      onKeep={draft.keep}
      draft={draft}
      onClose={onClose}
    >
      <FoundDraft draft={draft} />
      <div className={styles.form}>
        <LimitsFields {...{ entered, saved, problems, now, onChange: draft.change }} />
      </div>
    </ReviewDialog>
  );
}
