import { FormattedMessage } from "react-intl";
import type { Shape } from "../../client/shape.ts";
import { CalendarDay } from "../ui/calendar-day.tsx";

type Settings = Shape<"OrganizationSettingsAnswer">;
type Basis = NonNullable<Settings["next"]>["basis"];

/** A version that comes next; without a basis it is for installations that are not counted one by one. */
interface Next {
  readonly version: string;
  readonly at: string;
  readonly basis?: Basis;
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
}

/** R56: the version that comes next, with its day, and whom it is for; before it how many run newer than the schedule. */
export function NextText({ next, following, hasHint = false }: Props) {
  const newer = following?.newer ?? null;
  const isAll = newer !== null && newer.installations === following?.total;
  return (
    <>
      {following && newer && (
        <NewerText following={following} hasNext={next !== null && next !== undefined} />
      )}{" "}
      <Coming next={next} isForThem={isAll} hasHint={hasHint} />
    </>
  );
}

interface ComingProps {
  readonly next: Props["next"];
  readonly isForThem: boolean;
  readonly hasHint: boolean;
}

function Coming({ next, isForThem, hasHint }: ComingProps) {
  if (!next) return <FormattedMessage id="schedule.next.none" />;
  const values = { version: <b>{next.version}</b>, at: <CalendarDay at={next.at} hasHint={hasHint} /> };
  return <FormattedMessage id={idOf(next, isForThem)} values={values} />;
}

function idOf({ basis }: Next, isForThem: boolean) {
  if (basis === "new_installation") return "schedule.next.new_installation";
  return isForThem ? "schedule.next.for_them" : "schedule.next";
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
    <span key={version}>
      <FormattedMessage
        id="schedule.offered"
        values={{ version: <b>{version}</b>, count: installations }}
      />{" "}
    </span>
  ));
}
