import { FormattedMessage } from "react-intl";
import { ActorName } from "../ui/actor-name.tsx";
import { CalendarDay } from "../ui/calendar-day.tsx";
import { ColumnHeads } from "../ui/column-heads.tsx";
import table from "../ui/table.module.css";
import { EntryLink } from "./moment-text.tsx";
import { useYearText } from "./use-year-text.ts";
import { type Governed, momentsOf } from "./year-rows.ts";
import type { CustomerYear } from "./year-shapes.ts";

/** A year as tables: what was offered and will be, and what happened meanwhile. */
export function YearTable({ year }: { year: CustomerYear }) {
  return (
    <>
      <OfferTable year={year} />
      <HappenedTable year={year} />
    </>
  );
}

function OfferTable({ year: { offers, now } }: { year: CustomerYear }) {
  return (
    <table className={table.table}>
      <ColumnHeads
        heads={["customer.year.column.offered", "customer.year.column.from", "customer.year.column.to"]}
      />
      <tbody>
        {offers.map(({ from, to, version }) => (
          <tr key={from}>
            <th scope="row">
              {version ?? <FormattedMessage id="customer.year.nothing" />}{" "}
              {from > now && (
                <small>
                  <FormattedMessage id="customer.year.legend.planned" />
                </small>
              )}
            </th>
            <td>
              <CalendarDay at={from} show="exact" />
            </td>
            <td>
              <CalendarDay at={to} show="exact" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One thing that happened, in words. */
interface Happened extends Pick<Governed, "by" | "sequence"> {
  readonly key: string;
  readonly at: string;
  readonly what: string;
}

function HappenedTable({ year }: { year: CustomerYear }) {
  const { schedule, event } = useYearText();
  const rows = momentsOf(year).flatMap(({ at, schedule: begun, events }): readonly Happened[] => [
    ...(begun ? [{ ...begun.now, key: `${at} schedule`, at, what: schedule(begun) }] : []),
    ...events.map((one) => ({ ...one, key: `${at} ${one.releaseId} ${one.kind}`, what: event(one) })),
  ]);
  return (
    <table className={table.table}>
      <ColumnHeads
        heads={["customer.year.column.when", "customer.year.column.what", "customer.year.column.who"]}
      />
      <tbody>
        {rows.map(({ key, at, what, by, sequence }) => (
          <tr key={key}>
            <td>
              <CalendarDay at={at} show="exact" />
            </td>
            <td>
              {what} <EntryLink sequence={sequence} />
            </td>
            <td>{by && <ActorName actor={by} isFirst />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
