import { Link } from "@tanstack/react-router";
import { FormattedMessage } from "react-intl";
import type { TraceDecision } from "../../policy/trace.ts";
import type { TraceStep } from "../data/explain.ts";
import { PAGES } from "../paths.ts";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { ActorName } from "../ui/actor-name.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import styles from "./explain.module.css";
import { PartnerName } from "./partner-name.tsx";
import { ChangeTime, DateText, WhyText } from "./reason-text.tsx";
import { SeenReleases } from "./seen-releases.tsx";
import { actorOf, numberOf, scheduleOf, textOf } from "./trace-fields.ts";
import { isTraceDecision, isTraceRule } from "./trace-rules.ts";

interface Props {
  readonly step: TraceStep;
  /** Whether the person may read the audit, which the entries then link to. */
  readonly isAudited: boolean;
  /** Whether it counts, was set while something else counts, or made no difference; shown accordingly. */
  readonly weight: "counts" | "overruled" | "none";
}

/** A step of a trace: the rule in plain words, what it decided from what it saw, and the entries behind that. */
export function StepEntry({ step, isAudited, weight }: Props) {
  const { rule, decided, saw, entries } = step;
  return (
    <li className={weight === "counts" ? styles.step : styles.quietStep}>
      <h4 className={styles.rule}>
        <RuleText rule={rule} /> <small className={styles.quiet}>{rule}</small>
      </h4>
      <p>
        {isTraceDecision(decided) ? <Decision decided={decided} step={step} /> : <code>{decided}</code>}{" "}
        {weight === "overruled" && <FormattedMessage id="explain.overruled" />}
      </p>
      <SeenReleases rule={rule} saw={saw} />
      {entries.length > 0 && (
        <ul className={styles.entries}>
          {entries.slice(-MOST_ENTRIES).map((entry) => (
            <li key={entry.sequence}>
              <FormattedMessage
                id="explain.entry"
                values={{ name: <ActorName actor={entry.actor} />, at: <LocalTime at={entry.at} /> }}
              />{" "}
              {isAudited && (
                <Link to={PAGES.audit} search={{ entry: entry.sequence }}>
                  <FormattedMessage id="explain.entry.open" values={{ sequence: entry.sequence }} />
                </Link>
              )}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** A release that was moved often has many entries; only the last ones are shown. */
const MOST_ENTRIES = 3;

function RuleText({ rule }: { rule: string }) {
  return isTraceRule(rule) ? <FormattedMessage id={`explain.rule.${rule}`} /> : null;
}

function Decision({ decided, step: { saw } }: { decided: TraceDecision; step: TraceStep }) {
  const schedule = scheduleOf(saw, "schedule");
  const setBy = actorOf(saw, "setBy");
  return (
    <FormattedMessage
      id={`explain.decided.${decided}`}
      values={{
        partner: <PartnerName id={textOf(saw, "partnerId")} />,
        schedule: schedule && (
          <b>
            <ScheduleText schedule={schedule} />
          </b>
        ),
        name: setBy && <ActorName actor={setBy} />,
        at: <ChangeTime at={textOf(saw, "setAt") ?? textOf(saw, "at")} />,
        since: <ChangeTime at={textOf(saw, "since")} />,
        offered: <b>{textOf(saw, "offered")}</b>,
        running: textOf(saw, "running"),
        frequency: textOf(saw, "frequency"),
        weeks: numberOf(saw, "weeks"),
        floor: textOf(saw, "floor"),
        target: textOf(saw, "target"),
        why: <WhyText code={textOf(saw, "why")} />,
        state: textOf(saw, "state"),
        endsAt: <DateText at={textOf(saw, "endsAt")} />,
        expiresAt: <DateText at={textOf(saw, "expiresAt")} />,
      }}
    />
  );
}
