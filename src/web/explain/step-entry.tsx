import { Link } from "@tanstack/react-router";
import { FormattedMessage } from "react-intl";
import { TRACE_DECISIONS, type TraceDecision } from "../../policy/trace.ts";
import type { TraceStep } from "../data/explain.ts";
import { PAGES } from "../paths.ts";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { InstantText } from "../ui/instant-text.tsx";
import styles from "./explain.module.css";
import { PartnerName } from "./partner-name.tsx";
import { Moment } from "./reason-text.tsx";
import { SeenReleases } from "./seen-releases.tsx";
import { numberOf, objectOf, scheduleOf, textOf } from "./trace-fields.ts";

/** What leaves everything as it is, and is told more quietly. */
const QUIET: readonly string[] = [
  ...["partner_configured_nothing", "partner_said_nothing_for_this_organization", "organization_set_nothing"],
  ...["partners_agree", "no_known_user", "user_follows_the_organization", "no_hold", "nothing_is_spread"],
  ...["nothing_is_stopped", "nothing_is_critical", "no_older_settings"],
];

interface Props {
  readonly step: TraceStep;
  /** Whether one may read the audit that the entries lead to. */
  readonly isAudited: boolean;
}

/** One rule's part: the rule in plain words, what it decided of what it saw, and who had decided that. */
export function StepEntry({ step, isAudited }: Props) {
  const { rule, decided, saw, entries } = step;
  return (
    <li className={QUIET.includes(decided) ? styles.quietStep : styles.step}>
      <h3 className={styles.rule}>
        <RuleText rule={rule} /> <small className={styles.quiet}>{rule}</small>
      </h3>
      <p>{isKnown(decided) ? <Decision decided={decided} step={step} /> : <code>{decided}</code>}</p>
      <SeenReleases rule={rule} saw={saw} />
      {entries.length > 0 && (
        <ul className={styles.entries}>
          {entries.slice(-MOST_ENTRIES).map((entry) => (
            <li key={entry.sequence}>
              <FormattedMessage
                id="explain.entry"
                values={{ name: entry.actor.displayName, at: <InstantText at={entry.at} show="time" /> }}
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

/** A release that was moved often has many; the last ones count. */
const MOST_ENTRIES = 3;

const RULES = [
  "R3",
  "R4",
  "R5",
  "R6",
  "R7",
  "R8",
  "R9",
  "R10",
  "R11",
  "R15",
  "R18",
  "R19",
  "R20",
  "R21",
  "R24",
] as const;

function RuleText({ rule }: { rule: string }) {
  const known = RULES.find((one) => one === rule);
  return known ? <FormattedMessage id={`explain.rule.${known}`} /> : null;
}

function isKnown(decided: string): decided is TraceDecision {
  return decided in TRACE_DECISIONS;
}

function Decision({ decided, step: { saw } }: { decided: TraceDecision; step: TraceStep }) {
  const schedule = scheduleOf(saw, "schedule");
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
        name: textOf(objectOf(saw, "setBy") ?? {}, "displayName"),
        at: <Moment at={textOf(saw, "setAt") ?? textOf(saw, "at")} />,
        since: <Moment at={textOf(saw, "since")} />,
        offered: <b>{textOf(saw, "offered")}</b>,
        running: textOf(saw, "running"),
        frequency: textOf(saw, "frequency"),
        weeks: numberOf(saw, "weeks"),
      }}
    />
  );
}
