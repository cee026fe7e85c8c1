import type { ComponentType } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { RELEASE_STATES } from "../../catalog/release.ts";
import { REASONS, type ReasonCode } from "../../policy/reason.ts";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import table from "../ui/table.module.css";
import styles from "./explain.module.css";
import { PartnerName } from "./partner-name.tsx";
import { DateText } from "./reason-text.tsx";
import { listOf, numberOf, objectOf, scheduleOf, type TraceFields, textOf } from "./trace-fields.ts";
import { isTraceRule, type TraceRule } from "./trace-rules.ts";

/** The releases that a rule saw, or what each partner says; nothing for rules that saw neither. */
export function SeenReleases({ rule, saw }: { rule: string; saw: TraceFields }) {
  const Seen = isTraceRule(rule) ? SEEN[rule] : null;
  return Seen && <Seen saw={saw} releases={listOf(saw, "releases")} />;
}

interface SeenProps {
  readonly saw: TraceFields;
  readonly releases: readonly TraceFields[];
}

/** What is shown of what each rule saw, or null if its decision says everything. */
const SEEN: Readonly<Record<TraceRule, ComponentType<SeenProps> | null>> = {
  R3: Dates,
  R4: null,
  R5: Outcomes,
  R6: null,
  R7: null,
  R8: null,
  R9: null,
  R10: PartnerWords,
  R11: null,
  R15: null,
  R18: ({ releases }) => <Special rule="R18" releases={releases} />,
  R19: ({ releases }) => <Special rule="R19" releases={releases} />,
  R20: ({ releases }) => <Special rule="R20" releases={releases} />,
  R21: null,
  R24: null,
  R27: null,
  R28: null,
  R29: null,
  R30: null,
  R31: ({ releases }) => <Special rule="R31" releases={releases} />,
  R32: ({ releases }) => <Special rule="R32" releases={releases} />,
};

function Dates({ releases }: SeenProps) {
  if (releases.length === 0) return null;
  return (
    <details>
      <summary>
        <FormattedMessage id="explain.releases.dates" values={{ count: releases.length }} />
      </summary>
      <ReleaseRows
        heads={["explain.releases.version", "explain.releases.automatic", "explain.releases.slow"]}
      >
        {releases.map((release) => (
          <tr key={textOf(release, "version")}>
            <th scope="row">{textOf(release, "version")}</th>
            <td>
              <DateText at={textOf(release, "automaticAt")} />
            </td>
            <td>
              {textOf(release, "slowAt") ? (
                <DateText at={textOf(release, "slowAt")} />
              ) : (
                <FormattedMessage id="explain.releases.not_slow" />
              )}
            </td>
          </tr>
        ))}
      </ReleaseRows>
    </details>
  );
}

function Outcomes({ releases }: SeenProps) {
  if (releases.length === 0) return null;
  return (
    <ReleaseRows
      heads={["explain.releases.version", "explain.releases.eligible", "explain.releases.outcome"]}
    >
      {releases.map((release) => (
        <tr key={textOf(release, "version")}>
          <th scope="row">{textOf(release, "version")}</th>
          <td>
            {textOf(release, "eligibleAt") ? (
              <DateText at={textOf(release, "eligibleAt")} />
            ) : (
              <FormattedMessage id="explain.releases.not_slow" />
            )}
          </td>
          <td>
            <OutcomeText code={textOf(release, "decided")} />
          </td>
        </tr>
      ))}
    </ReleaseRows>
  );
}

/** Whether a release may run, or why it may not. */
function OutcomeText({ code }: { code: string | undefined }) {
  if (code === undefined) return null;
  if (code === "admitted") return <FormattedMessage id="explain.outcome.admitted" />;
  return code in REASONS ? (
    <FormattedMessage id={`reason.short.${code as ReasonCode}`} />
  ) : (
    <code>{code}</code>
  );
}

type HeadId = `explain.releases.${"version" | "automatic" | "slow" | "eligible" | "outcome"}`;

function ReleaseRows({ heads, children }: { heads: readonly HeadId[]; children: React.ReactNode }) {
  const intl = useIntl();
  return (
    <div className={table.scroll}>
      <table className={table.table} aria-label={intl.formatMessage({ id: "explain.releases" })}>
        <thead>
          <tr>
            {heads.map((id) => (
              <th key={id} scope="col">
                <FormattedMessage id={id} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** R10: the schedule that each partner set. */
function PartnerWords({ saw }: SeenProps) {
  const words = listOf(saw, "words");
  if (words.length === 0) return null;
  return (
    <ul className={styles.list}>
      {words.map((word) => {
        const schedule = scheduleOf(word, "schedule");
        const partnerId = textOf(word, "partnerId");
        return (
          <li key={partnerId}>
            <FormattedMessage
              id="explain.word"
              values={{
                partner: <PartnerName id={partnerId} />,
                schedule: schedule && <ScheduleText schedule={schedule} />,
              }}
            />
          </li>
        );
      })}
    </ul>
  );
}

type SpecialRule = "R18" | "R19" | "R20" | "R31" | "R32";

/** R18 to R20, R31, R32: the releases that are spread over days, stopped, critical, blocked or for some systems. */
function Special({ rule, releases }: { rule: SpecialRule; releases: readonly TraceFields[] }) {
  const intl = useIntl();
  if (releases.length === 0) return null;
  return (
    <ul className={styles.list}>
      {releases.map((release) => {
        const state = RELEASE_STATES.find((known) => known === textOf(release, "state")) ?? "planned";
        return (
          <li key={textOf(release, "version")}>
            <FormattedMessage
              id={`explain.special.${rule}`}
              values={{
                version: textOf(release, "version"),
                days: numberOf(release, "rolloutDays") ?? 0,
                state: intl.formatMessage({ id: `releases.state.${state}` }),
                reason: reasonOf(rule, release),
              }}
            />
          </li>
        );
      })}
    </ul>
  );
}

/** What was written about a release: why it is critical or, for R31, why it is blocked. */
function reasonOf(rule: SpecialRule, release: TraceFields): string | undefined {
  if (rule !== "R31") return textOf(objectOf(release, "critical") ?? {}, "reason");
  return listOf(release, "blocks")
    .map((block) => textOf(block, "reason"))
    .join("; ");
}
