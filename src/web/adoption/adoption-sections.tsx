import { useMemo } from "react";
import { FormattedMessage } from "react-intl";
import { BEHIND_CODES } from "../../policy/behind.ts";
import type { Adoption } from "../data/adoption.ts";
import type { InstallationsSearch } from "../installations/installations-search.ts";
import { PLATFORM_NAMES } from "../ui/platform-names.ts";
import { Section } from "../ui/section.tsx";
import styles from "./adoption.module.css";
import { Conditions } from "./conditions.tsx";
import { type CountRow, CountTable } from "./count-table.tsx";
import { DayText } from "./day-text.tsx";
import { toHistory } from "./history.ts";
import { HistoryChart } from "./history-chart.tsx";
import { VersionName } from "./version-name.tsx";

/** Whose installations are counted, as an address has it. */
export type CountedScope = Pick<InstallationsSearch, "partner" | "customer">;

interface Counted {
  readonly adoption: Adoption;
  readonly scope: CountedScope;
}

interface SectionsProps extends Counted {
  readonly days: number;
}

/** Versions, history, reasons for being behind, conditions, platforms, and updaters. */
export function AdoptionSections({ adoption, days, scope }: SectionsProps) {
  return (
    <>
      <Section
        title={<FormattedMessage id="adoption.versions" />}
        about={<FormattedMessage id="adoption.versions.about" />}
      >
        <Versions {...{ adoption, scope }} />
      </Section>
      <Section
        title={<FormattedMessage id="adoption.history" />}
        about={<FormattedMessage id="adoption.history.about" />}
      >
        <Past adoption={adoption} asked={days} partner={scope.partner} />
      </Section>
      <Section
        title={<FormattedMessage id="adoption.why" />}
        about={<FormattedMessage id="adoption.why.about" />}
      >
        <Behind {...{ adoption, scope }} />
      </Section>
      <Section
        title={<FormattedMessage id="adoption.conditions" />}
        about={<FormattedMessage id="adoption.conditions.about" />}
      >
        <Conditions {...{ adoption, scope }} />
      </Section>
      <Section
        title={<FormattedMessage id="adoption.platforms" />}
        about={<FormattedMessage id="adoption.platforms.about" />}
      >
        <Platforms {...{ adoption, scope }} />
      </Section>
      <Section
        title={<FormattedMessage id="adoption.updaters" />}
        about={<FormattedMessage id="adoption.updaters.about" />}
      >
        <Updaters {...{ adoption, scope }} />
      </Section>
    </>
  );
}

/** From so many named versions on, further ones of the calendar can be among the others, and no list has just these. */
const MOST_NAMED = 50;

function Versions({ adoption: { versions, otherVersions, total }, scope }: Counted) {
  const hasList = versions.length < MOST_NAMED;
  const rows: CountRow[] = versions.map(({ version, installations }) => ({
    key: version ?? "",
    name: <VersionName version={version} />,
    installations,
    search: { ...scope, version: version ?? "unreported" },
    ...(version === null && { about: <FormattedMessage id="adoption.version.unreported_about" /> }),
  }));
  if (otherVersions > 0) {
    rows.push({
      key: "other",
      name: <VersionName version="other" />,
      installations: otherVersions,
      search: hasList ? { ...scope, version: "other" } : undefined,
      about: <FormattedMessage id="adoption.version.other_about" />,
    });
  }
  return <CountTable heading={<FormattedMessage id="adoption.version" />} {...{ rows, total }} />;
}

interface PastProps {
  readonly adoption: Adoption;
  readonly asked: number;
  readonly partner: string | undefined;
}

function Past({ adoption: { days }, asked, partner }: PastProps) {
  const history = useMemo(() => toHistory(days), [days]);
  const [first] = history.days;
  if (first === undefined || history.most === 0)
    return <FormattedMessage tagName="p" id="adoption.history.none" />;
  return (
    <>
      <HistoryChart {...{ history, partner }} />
      {days.length < asked && (
        <p className={styles.quiet}>
          <FormattedMessage id="adoption.history.begins" values={{ day: <DayText day={first} /> }} />{" "}
          {days.length === 1 && <FormattedMessage id="adoption.history.one_day" />}
        </p>
      )}
    </>
  );
}

function Behind({ adoption: { behind, total, stuck }, scope }: Counted) {
  if (behind.total === 0) return <FormattedMessage tagName="p" id="adoption.why.none" />;
  const rows: CountRow[] = BEHIND_CODES.flatMap((code) => {
    const installations = behind.reasons.find((reason) => reason.code === code)?.installations ?? 0;
    if (installations === 0) return [];
    return [{ key: code, installations, search: { ...scope, behind: code }, ...reasonText(code) }];
  });
  const mostFirst = rows.sort((one, other) => other.installations - one.installations);
  if (stuck.installations > 0) mostFirst.unshift(toStuckRow(stuck.installations, scope));
  return (
    <CountTable heading={<FormattedMessage id="adoption.why.reason" />} rows={mostFirst} total={total} />
  );
}

/** Those of all reasons that had an update to install for long; they are in the rows below, too. */
function toStuckRow(installations: number, scope: CountedScope): CountRow {
  return {
    key: "stuck",
    name: <FormattedMessage id="counted.stuck" />,
    about: <FormattedMessage id="counted.stuck.about" />,
    installations,
    search: { ...scope, stuck: "true" },
  };
}

function reasonText(code: (typeof BEHIND_CODES)[number]): Pick<CountRow, "name" | "about"> {
  return {
    name: <FormattedMessage id={`adoption.why.${code}`} />,
    about: <FormattedMessage id={`adoption.why.${code}.about`} />,
  };
}

function Platforms({ adoption: { platforms, total }, scope }: Counted) {
  const rows = platforms.map(({ platform, arch, installations }) => ({
    key: `${platform} ${arch}`,
    name: (
      <FormattedMessage id="adoption.platform.name" values={{ platform: PLATFORM_NAMES[platform], arch }} />
    ),
    installations,
    search: { ...scope, platform: `${platform}/${arch}` },
  }));
  const mostFirst = [...rows].sort((one, other) => other.installations - one.installations);
  return <CountTable heading={<FormattedMessage id="adoption.platform" />} rows={mostFirst} total={total} />;
}

/** Those that something else manages ask by an updater, too, so they are in this total. */
function Updaters({ adoption: { byUpdater }, scope }: Counted) {
  const total = byUpdater.reduce((sum, { installations }) => sum + installations, 0);
  const rows = byUpdater.map(({ updater, installations }) => ({
    key: updater ?? "",
    name: updater === null ? <FormattedMessage id="adoption.updater.check" /> : <code>{updater}</code>,
    installations,
    search: { ...scope, updater: updater ?? "check" },
  }));
  const mostFirst = rows.sort((one, other) => other.installations - one.installations);
  return <CountTable heading={<FormattedMessage id="adoption.updater" />} rows={mostFirst} total={total} />;
}
