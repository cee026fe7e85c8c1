import { FormattedMessage, useIntl } from "react-intl";
import { MAX_ROLLOUT_DAYS } from "../../catalog/release.ts";
import { type DraftKind, isInstantOrNull, isText } from "../schedule/draft-fields.ts";
import { Checkbox } from "../ui/checkbox.tsx";
import { DateTimeField } from "../ui/date-time-field.tsx";
import { TextField } from "../ui/text-field.tsx";
import styles from "./releases.module.css";

/** A release as it is entered in a form; dates are UTC instants. */
export interface ReleaseDraft {
  readonly automaticAt: string | null;
  /** The slow date, or null if the release is not on the slow channel. */
  readonly slowAt: string | null;
  /** As it is typed. */
  readonly rolloutDays: string;
  readonly notes: string;
}

/** What a draft of these fields may be made of. */
export const RELEASE_DRAFT_FIELDS: DraftKind<ReleaseDraft>["fields"] = {
  automaticAt: isInstantOrNull,
  slowAt: isInstantOrNull,
  rolloutDays: isText,
  notes: isText,
};

interface Props {
  readonly entered: ReleaseDraft;
  readonly onChange: (fields: Partial<ReleaseDraft>) => void;
}

/** The fields of a release: its dates, its rollout and its notes. */
export function ReleaseFields({ entered, onChange }: Props) {
  const intl = useIntl();
  const { automaticAt, slowAt, rolloutDays, notes } = entered;
  return (
    <>
      <DateTimeField
        label={intl.formatMessage({ id: "releases.automatic_at" })}
        description={intl.formatMessage({ id: "releases.automatic_at.about" })}
        zone="utc"
        value={automaticAt}
        onChange={(at) => onChange({ automaticAt: at })}
        problem={automaticAt === null ? intl.formatMessage({ id: "releases.date_missing" }) : undefined}
      />
      <div className={styles.part}>
        <Checkbox
          isSelected={slowAt !== null}
          onChange={(isSlow) => onChange({ slowAt: isSlow ? automaticAt : null })}
        >
          <FormattedMessage id="releases.slow.on" />
        </Checkbox>
        {slowAt !== null && (
          <DateTimeField
            label={intl.formatMessage({ id: "releases.slow_at" })}
            zone="utc"
            value={slowAt}
            onChange={(at) => onChange({ slowAt: at })}
            problem={
              isSlowTooEarly(entered) ? intl.formatMessage({ id: "releases.slow_too_early" }) : undefined
            }
          />
        )}
      </div>
      <TextField
        label={intl.formatMessage({ id: "releases.rollout" })}
        description={intl.formatMessage({ id: "releases.rollout.about" }, { most: MAX_ROLLOUT_DAYS })}
        inputMode="numeric"
        value={rolloutDays}
        onChange={(text) => onChange({ rolloutDays: text })}
        problem={
          readDays(rolloutDays) === null
            ? intl.formatMessage({ id: "releases.rollout.wrong" }, { most: MAX_ROLLOUT_DAYS })
            : undefined
        }
      />
      <TextField
        label={intl.formatMessage({ id: "releases.notes" })}
        description={intl.formatMessage({ id: "releases.notes.about" })}
        isLong
        value={notes}
        onChange={(text) => onChange({ notes: text })}
      />
    </>
  );
}

function isSlowTooEarly({ automaticAt, slowAt }: ReleaseDraft): boolean {
  return automaticAt !== null && slowAt !== null && Date.parse(slowAt) < Date.parse(automaticAt);
}

function readDays(text: string): number | null {
  const days = Number(text);
  return /^\d{1,2}$/.test(text.trim()) && days <= MAX_ROLLOUT_DAYS ? days : null;
}

/** The form as the API takes it, or null if something in it is wrong. */
export function readEntered(entered: ReleaseDraft) {
  const { automaticAt, slowAt, notes } = entered;
  const rolloutDays = readDays(entered.rolloutDays);
  if (automaticAt === null || rolloutDays === null || isSlowTooEarly(entered)) return null;
  return { automaticAt, slowAt, rolloutDays, notes };
}
