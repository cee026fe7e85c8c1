import { FormattedMessage, useIntl } from "react-intl";
import { MAX_WARN_DAYS } from "../../catalog/release.ts";
import type { MessageId } from "../language/message-ids.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { DateTimeField } from "../ui/date-time-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import { type LimitsDraft, type LimitsProblem, needsReason } from "./limits-draft.ts";
import styles from "./releases.module.css";

interface FieldsProps {
  readonly entered: LimitsDraft;
  /** What the release has already. */
  readonly saved: LimitsDraft;
  readonly problems: ReadonlySet<LimitsProblem>;
  readonly onChange: (fields: Partial<LimitsDraft>) => void;
}

/** R28 to R30: the fields of a required step, of support and of the end of life; the last one is judged by `now`. */
export function LimitsFields(props: FieldsProps & { readonly now: number }) {
  return (
    <>
      <FloorField {...props} />
      <SupportFields {...props} />
    </>
  );
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

function SupportFields({ entered, saved, problems, now, onChange }: FieldsProps & { readonly now: number }) {
  const intl = useIntl();
  const { supportEndsAt, expiresAt, warnDays, expiryReason } = entered;
  const problem = (which: LimitsProblem, id: MessageId) =>
    problems.has(which) ? intl.formatMessage({ id }, { most: MAX_WARN_DAYS }) : undefined;
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
      {needsReason(entered, saved, now) && (
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
