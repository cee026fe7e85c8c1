import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Button } from "../ui/button.tsx";
import { type ChartName, switchTable, tablesIn } from "./chart-search.ts";
import styles from "./charts.module.css";

interface Props {
  readonly name: ChartName;
  readonly chart: ReactNode;
  /** The same numbers as rows of a table. */
  readonly table: ReactNode;
}

/** A chart, or the table with the same numbers, as the address says. */
export function ChartFigure({ name, chart, table }: Props) {
  const intl = useIntl();
  const navigate = useNavigate();
  const tables = useSearch({ strict: false, select: (search) => search.tables });
  const isTable = tablesIn(tables).includes(name);
  const onSwitch = () =>
    void navigate({
      to: ".",
      search: ({ tables: shown, ...before }) => ({ ...before, ...switchTable(shown, name) }),
      replace: true,
      resetScroll: false,
    });
  return (
    <figure className={styles.figure}>
      {isTable ? (
        <section
          className={styles.tall}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
          tabIndex={0}
          aria-label={intl.formatMessage({ id: "charts.table" })}
        >
          {table}
        </section>
      ) : (
        chart
      )}
      <div className="screen-only">
        <Button look="quiet" onPress={onSwitch}>
          <FormattedMessage id={isTable ? "charts.as_chart" : "charts.as_table"} />
        </Button>
      </div>
    </figure>
  );
}
