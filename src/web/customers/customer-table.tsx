import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useRef } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { Customer } from "../data/organizations.ts";
import { CustomerRow } from "./customer-row.tsx";
import styles from "./customer-table.module.css";
import { TableHeader } from "./table-header.tsx";
import { useGridKeys } from "./use-grid-keys.ts";
import { useRowHeights } from "./use-row-heights.ts";

interface Props extends Omit<React.ComponentProps<typeof TableHeader>, "customers"> {
  readonly customers: readonly Customer[];
  /** On all pages together; undefined: not known yet. */
  readonly total: number | undefined;
  readonly hasMore: boolean;
  readonly onMore: () => void;
  /** What is shown is still the answer to what was asked before. */
  readonly isStale: boolean;
  readonly openId: string | undefined;
  readonly onOpen: (id: string) => void;
  /** Whether it says by whom each is served. */
  readonly showPartners: boolean;
  readonly namePartners: (partnerIds: readonly string[]) => string;
}

/** So many rows before the last that is loaded the next ones are asked for. */
const AHEAD = 60;

/** The customers as a grid of which only what is seen is there; it reads on while one scrolls. */
export function CustomerTable(props: Props) {
  const { customers, hasMore, onMore, selection, onOpen } = props;
  const intl = useIntl();
  const scroll = useRef<HTMLDivElement>(null);
  const heights = useRowHeights();
  const activeRow = useRef(0);
  const rows = useVirtualizer({
    count: customers.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => heights.row,
    scrollPaddingStart: heights.head,
    scrollMargin: heights.head,
    overscan: 10,
    useFlushSync: false,
    // The row that has the focus stays, also out of sight.
    rangeExtractor: (range) => withRow(activeRow.current, range.count, defaultRangeExtractor(range)),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other heights are measured anew
  useEffect(() => rows.measure(), [heights.row]);
  const toggle = selection?.toggle;
  const keys = useGridKeys({
    rows: customers.length,
    pageRows: () => Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / heights.row) - 1),
    scrollTo: (index) => rows.scrollToIndex(index),
    onOpen: (index) => customers[index] && onOpen(customers[index].id),
    onToggle: (index) => customers[index] && toggle?.(customers[index]),
  });
  activeRow.current = keys.active;
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= customers.length - AHEAD) onMore();
  }, [hasMore, onMore, last, customers.length]);
  const { setActive, onKey } = keys;
  const open = useCallback(
    (id: string, index: number) => {
      setActive(index);
      onOpen(id);
    },
    [setActive, onOpen],
  );
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
          {shown.map(({ index, start }) => {
            const customer = customers[index];
            if (!customer) return null;
            return (
              <CustomerRow
                key={customer.id}
                {...{ customer, index, onKey }}
                top={start - heights.head}
                height={heights.row}
                isActive={index === keys.active}
                isOpen={customer.id === props.openId}
                isSelected={selection ? selection.chosen.has(customer.id) : undefined}
                showPartners={props.showPartners}
                namePartners={props.namePartners}
                onToggle={toggle ?? nothing}
                onOpen={open}
              />
            );
          })}
        </div>
      </Grid>
      {hasMore && (
        <p className={styles.more}>
          <FormattedMessage id="frame.loading" />
        </p>
      )}
    </div>
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

function withRow(row: number, count: number, shown: number[]): number[] {
  if (row >= count || shown.includes(row)) return shown;
  return [...shown, row].sort((a, b) => a - b);
}

function nothing(): void {
  // Nothing can be selected.
}
