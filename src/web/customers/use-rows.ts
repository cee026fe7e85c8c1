import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useRef } from "react";
import type { Customer } from "../data/organizations.ts";
import { focusPanel } from "../ui/panel-column.ts";
import { useIsPrinting } from "../ui/printing.ts";
import { useGridKeys } from "./use-grid-keys.ts";
import { useRowHeights } from "./use-row-heights.ts";
import type { Selection } from "./use-selection.ts";

interface Table {
  readonly customers: readonly Customer[];
  readonly hasMore: boolean;
  readonly onMore: () => void;
  readonly selection: Selection | null;
  readonly onOpen: (id: string) => void;
  /** Called when the keyboard has gone to another customer. */
  readonly onMove: (id: string) => void;
}

/** The next page is asked for when this many loaded rows are left below those in sight. */
const AHEAD = 60;

/** The rows in sight of a scrolled table, their heights in pixels, and the keys that move among them. */
export function useRows(table: Table, scroll: RefObject<HTMLDivElement | null>) {
  const { customers, selection, onOpen, onMove } = table;
  const heights = useRowHeights(scroll);
  const isOnPaper = useIsPrinting();
  const activeRow = useRef(0);
  const rows = useVirtualizer({
    count: customers.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => heights.row,
    scrollPaddingStart: heights.head,
    scrollMargin: heights.head,
    overscan: 10,
    useFlushSync: false,
    // The row that has the focus stays in the document, also out of sight.
    // On paper are all that are loaded.
    rangeExtractor: (range) =>
      isOnPaper
        ? Array.from({ length: range.count }, (_, at) => at)
        : withRow(activeRow.current, range.count, defaultRangeExtractor(range)),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height are measured again
  useEffect(() => rows.measure(), [heights.row, heights.isFixed]);
  const keys = useGridKeys({
    rows: customers.length,
    pageRows: () => Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / heights.row) - 1),
    scrollTo: (index) => rows.scrollToIndex(index),
    onOpen: (index) => {
      if (customers[index]) onOpen(customers[index].id);
      focusPanel();
    },
    onMove: (index) => customers[index] && onMove(customers[index].id),
    onToggle: (index) => customers[index] && selection?.toggle(customers[index]),
  });
  activeRow.current = keys.active;
  useMore(table, rows.getVirtualItems().at(-1)?.index ?? 0);
  return { rows, heights, keys };
}

function useMore({ customers, hasMore, onMore }: Table, last: number): void {
  useEffect(() => {
    if (hasMore && last >= customers.length - AHEAD) onMore();
  }, [hasMore, onMore, last, customers.length]);
}

function withRow(row: number, count: number, shown: number[]): number[] {
  if (row >= count || shown.includes(row)) return shown;
  return [...shown, row].sort((a, b) => a - b);
}
