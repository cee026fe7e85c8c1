import { type ReactNode, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { Button } from "../ui/button.tsx";
import styles from "./charts.module.css";

interface Props {
  readonly chart: ReactNode;
  /** The same numbers as rows of a table. */
  readonly table: ReactNode;
}

/** A chart, or the table with the same numbers, as the person chooses. */
export function ChartFigure({ chart, table }: Props) {
  const intl = useIntl();
  const [isTable, setIsTable] = useState(false);
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
        <Button look="quiet" onPress={() => setIsTable(!isTable)}>
          <FormattedMessage id={isTable ? "charts.as_chart" : "charts.as_table"} />
        </Button>
      </div>
    </figure>
  );
}
