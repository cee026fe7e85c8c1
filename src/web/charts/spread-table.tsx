import { FormattedMessage } from "react-intl";
import table from "../ui/table.module.css";
import { ShareText } from "./curves.tsx";
import type { Spread } from "./spread.ts";

/** The shares of the curves as a table, the last day first. */
export function SpreadTable({ spreads }: { spreads: readonly Spread[] }) {
  const count = Math.max(...spreads.map(({ shares }) => shares.length));
  const days = Array.from({ length: count }, (_, at) => count - 1 - at);
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">
            <FormattedMessage id="charts.spread.since" />
          </th>
          {spreads.map(({ id, version }) => (
            <th key={id} scope="col" className={table.number}>
              {version}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.map((day) => (
          <tr key={day}>
            <th scope="row">
              <FormattedMessage id="releases.number" values={{ count: day }} />
            </th>
            {spreads.map(({ id, shares }) => (
              <td key={id} className={table.number}>
                <ShareText share={shares[day] ?? null} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
