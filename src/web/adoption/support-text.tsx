import { FormattedMessage } from "react-intl";
import type { Installation } from "../data/adoption.ts";
import { CalendarDay } from "../ui/calendar-day.tsx";
import styles from "./adoption.module.css";

/** R29: the end of life that comes soon, or the end of support that has passed. (One that has passed is a condition.) */
export function SupportText({ support: { state, endsAt, expiresAt } }: Pick<Installation, "support">) {
  const at = state === "ending" ? expiresAt : endsAt;
  if ((state !== "ending" && state !== "ended") || at === null) return null;
  return (
    <small className={styles.beside}>
      <FormattedMessage id={`adoption.list.support.${state}`} values={{ at: <CalendarDay at={at} /> }} />
    </small>
  );
}
