import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { FormattedMessage, useIntl } from "react-intl";
import { ARCHITECTURES, type Architecture, PLATFORMS } from "../../catalog/platform.ts";
import { ChartFigure } from "../charts/chart-figure.tsx";
import { yearQuery } from "../data/year.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { PLATFORM_NAMES } from "../ui/platform-names.ts";
import { Section } from "../ui/section.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import styles from "./year.module.css";
import { YearPicture } from "./year-picture.tsx";
import { endOfYear, monthsLater, readYearSearch, toYearQuestion, type YearSearch } from "./year-search.ts";
import type { CustomerYear } from "./year-shapes.ts";
import { YearTable } from "./year-table.tsx";

/** R17: what a new installation of a customer was offered over a year and will be, as a picture or a table. */
export function YearSection({ organizationId }: { organizationId: string }) {
  return (
    <Section
      title={<FormattedMessage id="customer.year" />}
      about={<FormattedMessage id="customer.year.about" />}
    >
      <Drawn organizationId={organizationId} />
    </Section>
  );
}

function Drawn({ organizationId }: { organizationId: string }) {
  const search = readYearSearch({ ...useSearch({ strict: false }) });
  const navigate = useNavigate();
  const { data, error, refetch, isPlaceholderData } = useQuery(
    yearQuery(organizationId, toYearQuestion(search)),
  );
  const show = (change: YearSearch) =>
    void navigate({
      to: ".",
      search: (before) => ({ ...before, ...change }),
      replace: true,
      resetScroll: false,
    });
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading lines={8} />;
  return (
    <div className={styles.year} aria-busy={isPlaceholderData}>
      <Toolbar search={search} first={data.from.slice(0, 7)} onShow={show} />
      {data.offers.length === 0 ? (
        <FormattedMessage tagName="p" id="customer.year.none" />
      ) : (
        <ChartFigure name="year" chart={<YearPicture year={data} />} table={<YearTable year={data} />} />
      )}
      <Shortened year={data} />
    </div>
  );
}

/** The months by which one press moves. */
const STEP = 3;

interface ToolbarProps {
  readonly search: YearSearch;
  /** The first month that is shown. */
  readonly first: string;
  readonly onShow: (change: YearSearch) => void;
}

function Toolbar({ search: { year, platform = "win", arch = "x64" }, first, onShow }: ToolbarProps) {
  const intl = useIntl();
  return (
    <div className={`${styles.toolbar} screen-only`}>
      <SelectField
        label={intl.formatMessage({ id: "explain.platform" })}
        options={PLATFORMS.map((value) => ({ value, label: PLATFORM_NAMES[value] }))}
        value={platform}
        onChange={(next) => onShow({ platform: next === "win" ? undefined : next })}
      />
      <SelectField<Architecture>
        label={intl.formatMessage({ id: "explain.arch" })}
        options={ARCHITECTURES.map((value) => ({ value, label: value }))}
        value={arch}
        onChange={(next) => onShow({ arch: next === "x64" ? undefined : next })}
      />
      <span className={styles.moves}>
        <IconButton
          label={intl.formatMessage({ id: "releases.timeline.earlier" })}
          icon="left"
          onPress={() => onShow({ year: monthsLater(first, -STEP) })}
        />
        {year !== undefined && (
          <Button look="quiet" onPress={() => onShow({ year: undefined })}>
            <FormattedMessage id="releases.timeline.today" />
          </Button>
        )}
        <IconButton
          label={intl.formatMessage({ id: "releases.timeline.later" })}
          icon="right"
          onPress={() => onShow({ year: monthsLater(first, STEP) })}
        />
      </span>
    </div>
  );
}

/** Says up to when the year is told, if that is before its end. */
function Shortened({ year: { from, to } }: { year: CustomerYear }) {
  if (Date.parse(to) >= endOfYear(from)) return null;
  return (
    <FormattedMessage
      tagName="p"
      id="customer.year.more"
      values={{ at: <CalendarDay at={to} show="exact" /> }}
    />
  );
}
