import type { ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { MAX_DEFERRAL_WEEKS } from "../../policy/schedule.ts";
import { useConfiguration } from "../data/configuration.ts";
import { RadioField } from "../ui/radio-field.tsx";
import { SelectField } from "../ui/select-field.tsx";
import styles from "./schedule.module.css";
import { AUTOMATIC, type Schedule, toSchedule } from "./schedule.ts";

interface Props {
  /** The schedule, or null if none is set: then neither choice is chosen. */
  readonly schedule: Schedule | null;
  readonly onChange: (schedule: Schedule) => void;
  /** Whose schedule it is, if that has to be said. */
  readonly label?: string | undefined;
  /** Why it cannot be changed, or undefined if it can. */
  readonly disabledReason?: ReactNode;
  /** Leaves out what explains the choices: for people who change many schedules a day. */
  readonly isCompact?: boolean;
}

const CUSTOM_CADENCES = ["latest", "slow"] as const;

/** Automatic or custom; custom has a cadence and a deferral, whose limit depends on the cadence (R1). */
export function ScheduleFields({ schedule, onChange, label, disabledReason, isCompact = false }: Props) {
  const intl = useIntl();
  const configuration = useConfiguration();
  const vendor = configuration.vendor;
  const choose = (choice: "automatic" | "custom") =>
    onChange(choice === "automatic" ? AUTOMATIC : toSchedule("latest", 0));
  return (
    <div className={styles.fields}>
      <RadioField
        label={label ?? intl.formatMessage({ id: "schedule.choice" })}
        value={schedule && (schedule.cadence === "automatic" ? "automatic" : "custom")}
        onChange={choose}
        disabledReason={disabledReason}
        choices={[
          {
            value: "automatic",
            label: <FormattedMessage id="schedule.automatic" values={{ vendor }} />,
            description: !isCompact && <FormattedMessage id="schedule.automatic.about" values={{ vendor }} />,
          },
          {
            value: "custom",
            label: <FormattedMessage id="schedule.custom" />,
            description: !isCompact && <FormattedMessage id="schedule.custom.about" />,
          },
        ]}
      />
      {schedule && schedule.cadence !== "automatic" && (
        <CustomFields schedule={schedule} onChange={onChange} disabledReason={disabledReason} />
      )}
      {!isCompact && (
        <p className={styles.quiet}>
          <FormattedMessage id="schedule.in_force" />
        </p>
      )}
    </div>
  );
}

function CustomFields({ schedule, onChange, disabledReason }: Props & { readonly schedule: Schedule }) {
  const intl = useIntl();
  const { cadence, deferralWeeks = 0 } = schedule;
  if (cadence === "automatic") return null;
  const most = MAX_DEFERRAL_WEEKS[cadence];
  const blocked = disabledReason === undefined ? undefined : "";
  return (
    <div className={styles.custom}>
      <SelectField
        label={intl.formatMessage({ id: "schedule.cadence" })}
        value={cadence}
        onChange={(next) => onChange(toSchedule(next, deferralWeeks))}
        disabledReason={blocked}
        options={CUSTOM_CADENCES.map((value) => ({
          value,
          label: intl.formatMessage({ id: `schedule.cadence.${value}` }, { most: MAX_DEFERRAL_WEEKS[value] }),
        }))}
      />
      <SelectField
        label={intl.formatMessage({ id: "schedule.deferrals" })}
        description={intl.formatMessage({ id: "schedule.deferrals.about" }, { most })}
        value={String(deferralWeeks)}
        onChange={(weeks) => onChange(toSchedule(cadence, Number(weeks)))}
        disabledReason={blocked}
        options={Array.from({ length: most + 1 }, (_, weeks) => ({
          value: String(weeks),
          label: intl.formatMessage({ id: "schedule.weeks" }, { weeks }),
        }))}
      />
    </div>
  );
}
