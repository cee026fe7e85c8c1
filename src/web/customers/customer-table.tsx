import { useCallback, useRef } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Customer } from "../data/organizations.ts";
import { useIsPrinting } from "../ui/printing.ts";
import type { RowAction } from "../ui/row-menu.tsx";
import { CustomerRow } from "./customer-row.tsx";
import styles from "./customer-table.module.css";
import { TableHeader } from "./table-header.tsx";
import type { useGridKeys } from "./use-grid-keys.ts";
import type { NamePartners } from "./use-partner-names.ts";
import { useRows } from "./use-rows.ts";

interface Props extends Omit<React.ComponentProps<typeof TableHeader>, "customers"> {
  readonly customers: readonly Customer[];
  /** The number of customers on all pages together, or undefined if it is not known yet. */
  readonly total: number | undefined;
  readonly hasMore: boolean;
  readonly onMore: () => void;
  /** The rows are still those of the filters before. */
  readonly isStale: boolean;
  readonly openId: string | undefined;
  readonly onOpen: (id: string) => void;
  readonly onMove: (id: string) => void;
  /** Whether each row names the partners that serve the customer. */
  readonly showPartners: boolean;
  readonly namePartners: NamePartners;
  readonly actionsOf: (id: string) => readonly RowAction[];
}

/** The customers as a grid that holds only the rows in sight; it loads more while it is scrolled. */
export function CustomerTable(props: Props) {
  const { customers, hasMore } = props;
  const intl = useIntl();
  const scroll = useRef<HTMLDivElement>(null);
  const { rows, heights, keys } = useRows(props, scroll);
  const isOnPaper = useIsPrinting();
  return (
    <div ref={scroll} className={styles.scroll}>
      <Grid {...props} label={intl.formatMessage({ id: "customers.table" })}>
        {/* biome-ignore lint/a11y/useSemanticElements: its rows are not all there */}
        <div
          role="rowgroup"
          ref={keys.body}
          className={styles.body}
          style={{ blockSize: rows.getTotalSize() }}
        >
          {rows.getVirtualItems().map(({ index, start }) => {
            const customer = customers[index];
            if (!customer) return null;
            const top = start - heights.head;
            const measure = heights.isFixed ? undefined : rows.measureElement;
            const place = { index, top, height: heights.row, measure };
            return <Row key={customer.id} table={props} customer={customer} place={place} keys={keys} />;
          })}
        </div>
      </Grid>
      {hasMore && (
        <p className={styles.more}>
          <FormattedMessage id={isOnPaper ? "customers.printed_part" : "frame.loading"} />
        </p>
      )}
    </div>
  );
}

interface RowProps {
  readonly table: Props;
  readonly customer: Customer;
  readonly place: Pick<React.ComponentProps<typeof CustomerRow>, "index" | "top" | "height" | "measure">;
  readonly keys: ReturnType<typeof useGridKeys>;
}

function Row({ table, customer, place, keys: { active, setActive, onKey } }: RowProps) {
  const { selection, openId, onOpen, showPartners, namePartners, actionsOf } = table;
  const open = useCallback(
    (id: string, index: number) => {
      setActive(index);
      onOpen(id);
    },
    [setActive, onOpen],
  );
  return (
    <CustomerRow
      customer={customer}
      {...place}
      isActive={place.index === active}
      isOpen={customer.id === openId}
      isSelected={selection ? selection.chosen.has(customer.id) : undefined}
      showPartners={showPartners}
      namePartners={namePartners}
      actionsOf={actionsOf}
      onToggle={selection?.toggle ?? nothing}
      onOpen={open}
      onKey={onKey}
    />
  );
}

function Grid(props: Props & { label: string; children: React.ReactNode }) {
  const { label, total, customers, selection, sort, onSort, isStale, children } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of which most are not there cannot be a table's
    <div
      role="grid"
      className={`${styles.grid} ${selection ? "" : styles.plain}`}
      aria-label={label}
      aria-rowcount={(total ?? customers.length) + 1}
      aria-multiselectable={selection !== null}
      aria-busy={isStale}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div role="rowgroup" className={styles.heads}>
        <TableHeader customers={customers} sort={sort} onSort={onSort} selection={selection} />
      </div>
      {children}
    </div>
  );
}

function nothing(): void {
  // Nothing can be selected.
}
