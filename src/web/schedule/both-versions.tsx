import type { ReactNode } from "react";
import { FormattedMessage } from "react-intl";
import type { NamedActor } from "../../tenancy/shown-actor.ts";
import { ActorName } from "../ui/actor-name.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import styles from "./schedule.module.css";
import type { Schedule } from "./schedule.ts";
import { ScheduleText } from "./schedule-text.tsx";

/** Settings to compare; what is left out does not differ. */
export interface Version {
  readonly schedule?: Schedule | "inherit" | null | undefined;
  readonly allowCustomerOverride?: boolean | undefined;
}

interface Props {
  readonly theirs: Version;
  /** Who saved them and when, or undefined if that is not known. */
  readonly saved?: { readonly by: NamedActor; readonly at: string } | undefined;
  readonly yours: Version;
}

/** The settings that somebody else saved meanwhile, and those about to be saved. */
export function BothVersions({ theirs, saved, yours }: Props) {
  return (
    <div className={styles.versions}>
      <OneVersion version={theirs}>
        {saved ? (
          <FormattedMessage
            id="schedule.overtaken.theirs"
            values={{ name: <ActorName actor={saved.by} />, at: <LocalTime at={saved.at} /> }}
          />
        ) : (
          <FormattedMessage id="schedule.overtaken.now" />
        )}
      </OneVersion>
      <OneVersion version={yours}>
        <FormattedMessage id="schedule.overtaken.yours" />
      </OneVersion>
    </div>
  );
}

function OneVersion({ version, children }: { version: Version; children: ReactNode }) {
  const { schedule, allowCustomerOverride } = version;
  return (
    <div className={styles.version}>
      <span className={styles.quiet}>{children}</span>
      {schedule !== undefined && (
        <b>
          <AnyScheduleText schedule={schedule} />
        </b>
      )}
      {allowCustomerOverride !== undefined && (
        <span>
          <FormattedMessage id={`schedule.override.is_${allowCustomerOverride ? "on" : "off"}`} />
        </span>
      )}
    </div>
  );
}

function AnyScheduleText({ schedule }: { schedule: Schedule | "inherit" | null }) {
  if (schedule === "inherit") return <FormattedMessage id="schedule.text.inherit" />;
  if (schedule === null) return <FormattedMessage id="schedule.text.none" />;
  return <ScheduleText schedule={schedule} />;
}
