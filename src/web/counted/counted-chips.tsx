import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { FormattedList, FormattedMessage, useIntl } from "react-intl";
import type { BehindCode, Condition } from "../../policy/behind.ts";
import { parseSchedule } from "../../policy/schedule.ts";
import { VersionName } from "../adoption/version-name.tsx";
import { releaseQuery } from "../data/releases.ts";
import { ScheduleText } from "../schedule/schedule-text.tsx";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { Icon } from "../ui/icon.tsx";
import { PLATFORM_NAMES } from "../ui/platform-names.ts";
import styles from "./counted.module.css";
import { ANY, COUNTED_KEYS, type CountedSearch, type FleetSearch } from "./counted-search.ts";

type Search = CountedSearch & FleetSearch;
type Key = (typeof COUNTED_KEYS)[number];

interface Props {
  readonly search: Search;
  readonly onRemove: (keys: readonly Key[]) => void;
}

/** The limits that a number led to, each with a button that removes it; nothing if there are none. */
export function CountedChips({ search, onRemove }: Props) {
  const intl = useIntl();
  // The day stands in the chip of its release.
  const given = COUNTED_KEYS.filter((key) => search[key] !== undefined && key !== "getsAt");
  if (given.length === 0) return null;
  return (
    <ul className={styles.limits} aria-label={intl.formatMessage({ id: "counted.limits" })}>
      {given.map((key) => (
        <li key={key}>
          <button
            type="button"
            className={styles.limit}
            title={intl.formatMessage({ id: "counted.remove" })}
            onClick={() => onRemove(key === "gets" ? ["gets", "getsAt"] : [key])}
          >
            <LimitText of={key} search={search} />
            <Icon name="close" size="small" />
            <span className="visually-hidden">
              <FormattedMessage id="counted.remove" />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function LimitText({ of, search }: { of: Key; search: Search }): ReactNode {
  const text = search[of] ?? "";
  switch (of) {
    case "version":
      return <FormattedMessage id="counted.version" values={{ version: <VersionName version={text} /> }} />;
    case "behind":
      return <BehindText text={text} />;
    case "condition":
      return (
        <Listed
          texts={text.split(",")}
          write={(one) => <FormattedMessage id={`adoption.condition.${one as Condition}`} />}
        />
      );
    case "current":
      return <FormattedMessage id={text === "true" ? "counted.current" : "counted.not_current"} />;
    case "stuck":
      return <FormattedMessage id="counted.stuck" />;
    case "platform":
      return <PlatformText text={text} />;
    case "updater":
      return text === "check" ? <FormattedMessage id="adoption.updater.check" /> : <code>{text}</code>;
    case "schedule":
      return <Listed texts={text.split(",")} write={writeSchedule} />;
    case "gets":
    case "getsAt":
      return <GetsText search={search} />;
  }
}

function BehindText({ text }: { text: string }) {
  if (text === ANY) return <FormattedMessage id="adoption.behind" />;
  const reasons = (
    <Listed
      texts={text.split(",")}
      write={(one) => <FormattedMessage id={`adoption.why.${one as BehindCode}`} />}
    />
  );
  return <FormattedMessage id="counted.behind" values={{ reasons }} />;
}

function PlatformText({ text }: { text: string }) {
  const [platform = "", arch] = text.split("/");
  const name = PLATFORM_NAMES[platform as keyof typeof PLATFORM_NAMES];
  return arch === undefined ? (
    name
  ) : (
    <FormattedMessage id="adoption.platform.name" values={{ platform: name, arch }} />
  );
}

function writeSchedule(text: string): ReactNode {
  const schedule = parseSchedule(text);
  return schedule.ok ? <ScheduleText schedule={schedule.value} /> : text;
}

function GetsText({ search: { gets = "", getsAt } }: { search: Search }) {
  const { data } = useQuery(releaseQuery(gets));
  const version = data?.body.version ?? "…";
  return getsAt === undefined ? (
    <FormattedMessage id="counted.gets" values={{ version }} />
  ) : (
    <FormattedMessage id="counted.gets_at" values={{ version, at: <CalendarDay at={getsAt} /> }} />
  );
}

function Listed({ texts, write }: { texts: readonly string[]; write: (text: string) => ReactNode }) {
  return <FormattedList value={texts.map((one) => <span key={one}>{write(one)}</span>)} />;
}
