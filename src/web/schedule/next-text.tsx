import { FormattedMessage } from "react-intl";
import type { Shape } from "../../client/shape.ts";
import { CalendarDay } from "../ui/calendar-day.tsx";
import styles from "./schedule.module.css";

type Settings = Shape<"OrganizationSettingsAnswer">;
type Basis = NonNullable<Settings["next"]>["basis"];

/** A version that comes next; without a basis it is for installations that are not counted one by one. */
interface Next {
  readonly version: string;
  readonly at: string;
  readonly basis?: Basis;
  /** False if the day is the earliest there can be. */
  readonly isExact?: boolean;
}

/** The installations that follow a schedule, and how many of them run newer than it has reached. */
type Following = Pick<Settings["installations"], "total" | "newer">;

interface Props {
  /** What comes next, if anything is in sight. */
  readonly next: Next | null | undefined;
  /** The installations of which it is told, if they are known. */
  readonly following?: Following | undefined;
  /** Whether the day has its hint. */
  readonly hasHint?: boolean;
  /** Whether it stands behind a word that says what it is. */
  readonly isFact?: boolean;
}

/** R56: the version that comes next, with its day, and whom it is for; before it how many run newer than the schedule. */
export function NextText({ next, following, hasHint = false, isFact = false }: Props) {
  const newer = following?.newer ?? null;
  const isAll = newer !== null && newer.installations === following?.total;
  const coming = <Coming next={next} as={isAll ? "for_them" : isFact ? "fact" : null} hasHint={hasHint} />;
  if (!following || !newer) return coming;
  return (
    <>
      <NewerText following={following} hasNext={next !== null && next !== undefined} /> {coming}
    </>
  );
}

interface ComingProps {
  readonly next: Props["next"];
  /** Said of those that run newer, or behind a word; null for a sentence of its own. */
  readonly as: "for_them" | "fact" | null;
  readonly hasHint: boolean;
}

function Coming({ next, as, hasHint }: ComingProps) {
  if (!next) return <FormattedMessage id="schedule.next.none" />;
  const values = {
    version: <b>{next.version}</b>,
    at: <CalendarDay at={next.at} hasHint={hasHint} />,
    isExact: String(next.isExact ?? true),
  };
  return <FormattedMessage id={idOf(next, as)} values={values} />;
}

function idOf({ basis }: Next, as: ComingProps["as"]) {
  const isNew = basis === "new_installation";
  if (as === "fact") return isNew ? "schedule.next.fact.new_installation" : "schedule.next.fact";
  if (isNew) return "schedule.next.new_installation";
  return as === null ? "schedule.next" : "schedule.next.for_them";
}

interface NewerProps {
  readonly following: Following;
  readonly hasNext: boolean;
}

function NewerText({ following: { total, newer }, hasNext }: NewerProps) {
  if (!newer) return null;
  const { installations, oldest, newest } = newer;
  const values = { newer: installations, total, isUntilNext: String(hasNext) };
  return oldest !== null && oldest === newest ? (
    <FormattedMessage id="schedule.newer" values={{ ...values, version: <b>{oldest}</b> }} />
  ) : (
    <FormattedMessage id="schedule.newer.several" values={values} />
  );
}

/** What installations are offered now, and how many. */
export function OfferedText({ offered }: Pick<Settings["installations"], "offered">) {
  return offered.map(({ version, installations }) => (
    <span key={version} className={styles.offered}>
      <FormattedMessage id="schedule.offered" values={{ version: <b>{version}</b>, count: installations }} />
    </span>
  ));
}
