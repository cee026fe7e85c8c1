import type { IntlShape } from "react-intl";

/** The values of one day of a chart as a sentence, or the day alone if there are none. */
export function writeReading(intl: IntlShape, day: string, values: readonly string[]): string {
  if (values.length === 0) return day;
  return intl.formatMessage({ id: "charts.reading" }, { day, values: intl.formatList(values) });
}
