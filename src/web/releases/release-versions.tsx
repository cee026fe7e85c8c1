import type { ReactNode } from "react";
import { FormattedMessage } from "react-intl";
import type { Release, ReleaseChange } from "../data/releases.ts";
import schedule from "../schedule/schedule.module.css";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { Facts } from "../ui/section.tsx";
import { BlockLines } from "./block-text.tsx";

/** The fields that a change is about, as they are now and as the change has them. */
export function ReleaseVersions({ release, change }: { release: Release; change: ReleaseChange }) {
  const fields = FIELDS.filter((field) => change[field] !== undefined);
  return (
    <div className={schedule.versions}>
      <OneVersion fields={fields} version={release}>
        <FormattedMessage id="schedule.overtaken.now" />
      </OneVersion>
      <OneVersion fields={fields} version={change}>
        <FormattedMessage id="schedule.overtaken.yours" />
      </OneVersion>
    </div>
  );
}

type Field = keyof ReleaseChange;

function OneVersion(props: { fields: readonly Field[]; version: ReleaseChange; children: ReactNode }) {
  const { fields, version, children } = props;
  return (
    <div className={schedule.version}>
      <span className={schedule.quiet}>{children}</span>
      <Facts
        facts={fields.map((field) => [
          <FormattedMessage key="word" id={LABELS[field]} />,
          <FieldText key="what" field={field} version={version} />,
        ])}
      />
    </div>
  );
}

const LABELS = {
  state: "releases.state",
  automaticAt: "releases.automatic_at",
  slowAt: "releases.slow_at",
  rolloutDays: "releases.rollout",
  critical: "releases.critical",
  notes: "releases.notes",
  floor: "releases.floor",
  supportEndsAt: "releases.support_ends_at",
  expiresAt: "releases.expires_at",
  warnDays: "releases.warn_days",
  expiryReason: "releases.expiry_reason",
  blocks: "releases.blocks",
} as const satisfies Record<Field, string>;

/** Every field that a change can be about, in the order in which they are shown. */
const FIELDS = Object.keys(LABELS) as readonly Field[];

function FieldText({ field, version }: { field: Field; version: ReleaseChange }) {
  const { state = "planned", automaticAt = "", slowAt, rolloutDays = 0, critical, notes } = version;
  const { floor, supportEndsAt, expiresAt, warnDays = 0, expiryReason, blocks = [] } = version;
  switch (field) {
    case "state":
      return <FormattedMessage id={`releases.state.${state}`} />;
    case "automaticAt":
      return <CalendarDay at={automaticAt} show="time" />;
    case "slowAt":
      return slowAt ? <CalendarDay at={slowAt} show="time" /> : <FormattedMessage id="releases.slow.none" />;
    case "rolloutDays":
      return <FormattedMessage id="releases.rollout.days" values={{ days: rolloutDays }} />;
    case "critical":
      return critical ? critical.reason : <FormattedMessage id="releases.critical.no" />;
    case "notes":
      return notes;
    case "floor":
      return floor ? floor.reason : <FormattedMessage id="releases.floor.no" />;
    case "supportEndsAt":
      return supportEndsAt ? <CalendarDay at={supportEndsAt} show="time" /> : <NoDate />;
    case "expiresAt":
      return expiresAt ? <CalendarDay at={expiresAt} show="time" /> : <NoDate />;
    case "warnDays":
      return <FormattedMessage id="releases.rollout.days" values={{ days: warnDays }} />;
    case "expiryReason":
      return expiryReason;
    case "blocks":
      return <BlockLines blocks={blocks} />;
  }
}

function NoDate() {
  return <FormattedMessage id="releases.date.none" />;
}
