import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Release } from "../data/releases.ts";
import type { MessageId } from "../language/message-ids.ts";
import { useDraft } from "../schedule/draft.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { DateTimeField } from "../ui/date-time-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import {
  type LimitsDraft,
  type LimitsProblem,
  needsReason,
  problemsOf,
  toLimitsChange,
  toLimitsDraft,
} from "./limits-fields.ts";
import styles from "./releases.module.css";
import { ReviewDialog } from "./review-dialog.tsx";

interface Props {
  readonly release: Release;
  readonly etag: string | null;
  readonly onClose: () => void;
}

/** R28 to R30: how long a release may be run, and whether it must be run before newer ones. */
export function LimitsDialog({ release, etag, onClose }: Props) {
  const intl = useIntl();
  const [now] = useState(() => Date.now());
  const saved = toLimitsDraft(release);
  const draft = useDraft<LimitsDraft>(saved, etag, (one, other) => one === other);
  const entered = { ...saved, ...draft.changes };
  const problems = problemsOf(entered, now);
  const isReady = draft.isChanged && problems.size === 0;
  const { version } = release;
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
      onClose={onClose}
    >
      <div className={styles.form}>
        <FloorField {...{ entered, problems, onChange: draft.change }} />
        <SupportFields {...{ entered, problems, now, onChange: draft.change }} />
      </div>
    </ReviewDialog>
  );
}

interface FieldsProps {
  readonly entered: LimitsDraft;
  readonly problems: ReadonlySet<LimitsProblem>;
  readonly onChange: (fields: Partial<LimitsDraft>) => void;
}

function FloorField({ entered: { floor }, problems, onChange }: FieldsProps) {
  const intl = useIntl();
  return (
    <div className={`${styles.part} ${styles.whole}`}>
      <Checkbox isSelected={floor !== null} onChange={(isFloor) => onChange({ floor: isFloor ? "" : null })}>
        <FormattedMessage id="releases.floor.on" />
      </Checkbox>
      <p className={styles.quiet}>
        <FormattedMessage id="releases.floor.about" />
      </p>
      {floor !== null && (
        <TextField
          label={intl.formatMessage({ id: "releases.floor.reason" })}
          isRequired
          maxLength={2000}
          value={floor}
          onChange={(text) => onChange({ floor: text })}
          problem={
            problems.has("floor") ? intl.formatMessage({ id: "releases.floor.reason_missing" }) : undefined
          }
        />
      )}
    </div>
  );
}

function SupportFields({ entered, problems, now, onChange }: FieldsProps & { readonly now: number }) {
  const intl = useIntl();
  const { supportEndsAt, expiresAt, warnDays, expiryReason } = entered;
  const problem = (which: LimitsProblem, id: MessageId) =>
    problems.has(which) ? intl.formatMessage({ id }) : undefined;
  return (
    <>
      <DateTimeField
        label={intl.formatMessage({ id: "releases.support_ends_at" })}
        description={intl.formatMessage({ id: "releases.support_ends_at.about" })}
        zone="utc"
        value={supportEndsAt}
        onChange={(at) => onChange({ supportEndsAt: at })}
        problem={problem("support", "releases.support_too_late")}
      />
      <DateTimeField
        label={intl.formatMessage({ id: "releases.expires_at" })}
        description={intl.formatMessage({ id: "releases.expires_at.about" })}
        zone="utc"
        value={expiresAt}
        onChange={(at) => onChange({ expiresAt: at })}
      />
      <TextField
        label={intl.formatMessage({ id: "releases.warn_days" })}
        description={intl.formatMessage({ id: "releases.warn_days.about" })}
        inputMode="numeric"
        value={warnDays}
        onChange={(text) => onChange({ warnDays: text })}
        problem={problem("warn_days", "releases.warn_days.wrong")}
      />
      {needsReason(entered, now) && (
        <TextField
          label={intl.formatMessage({ id: "releases.expiry_reason" })}
          description={intl.formatMessage({ id: "releases.expiry_reason.about" })}
          isLong
          isRequired
          maxLength={2000}
          value={expiryReason}
          onChange={(text) => onChange({ expiryReason: text })}
          problem={problem("expiry_reason", "releases.expiry_reason.missing")}
        />
      )}
    </>
  );
}
