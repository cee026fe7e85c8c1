import { Link } from "@tanstack/react-router";
import { FormattedMessage } from "react-intl";
import { mayI, useMe } from "../data/me.ts";
import { PAGES } from "../paths.ts";
import { useYearText } from "./use-year-text.ts";
import styles from "./year.module.css";
import type { YearMoment } from "./year-rows.ts";

/** A change of a year in words: the day, what is offered from then on, and what happened. */
export function MomentText({ moment }: { moment: YearMoment }) {
  const { day, offered, schedule, event, withActor } = useYearText();
  const begun = moment.schedule;
  return (
    <ul className={styles.moment}>
      <li>
        <b data-moment>{day(moment.at)}</b>
      </li>
      <li>{offered(moment)}</li>
      {begun && (
        <li>
          {withActor(schedule(begun), begun.now)} <EntryLink sequence={begun.now.sequence} />
        </li>
      )}
      {moment.events.map((one) => (
        <li key={`${one.releaseId} ${one.kind}`}>
          {withActor(event(one), one)} <EntryLink sequence={one.sequence} />
        </li>
      ))}
    </ul>
  );
}

/** Leads to the entry of the audit, if there is one and the person may read it. */
export function EntryLink({ sequence }: { sequence: number | null }) {
  const me = useMe();
  if (sequence === null || !mayI(me, "read_audit")) return null;
  return (
    <Link to={PAGES.audit} search={{ entry: sequence }}>
      <FormattedMessage id="explain.entry.open" values={{ sequence }} />
    </Link>
  );
}
