import { useEffect, useRef } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { ListSort } from "../../policy/list-sort.ts";
import type { Customer } from "../data/organizations.ts";
import { Icon } from "../ui/icon.tsx";
import styles from "./customer-table.module.css";
import type { Selection } from "./use-selection.ts";

const COLUMNS = ["name", "schedule", "next", "adoption", "state", "added", "menu"] as const;
type Column = (typeof COLUMNS)[number];

/** The columns that can be sorted, with the field to sort by. */
const SORTED_BY: Partial<Record<Column, "name" | "createdAt" | "next" | "adoption" | "schedule">> = {
  name: "name",
  schedule: "schedule",
  next: "next",
  adoption: "adoption",
  added: "createdAt",
};

interface Props {
  readonly customers: readonly Customer[];
  readonly sort: ListSort;
  readonly onSort: (sort: ListSort) => void;
  readonly selection: Selection | null;
}

/** The names of the columns; all but one sort, and a box selects all loaded customers. */
export function TableHeader({ customers, sort, onSort, selection }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of which most are not there cannot be a table's
    // biome-ignore lint/a11y/useFocusableInteractive: its buttons take the focus
    <div role="row" aria-rowindex={1} className={`${styles.row} ${styles.head}`}>
      {selection && (
        // biome-ignore lint/a11y/useSemanticElements: a cell of a row that is no table's
        // biome-ignore lint/a11y/useFocusableInteractive: its box takes the focus
        <div role="columnheader" className={`${styles.cell} ${styles.check}`}>
          <SelectLoaded customers={customers} selection={selection} />
        </div>
      )}
      {COLUMNS.map((column) => (
        <HeaderCell key={column} column={column} sort={sort} onSort={onSort} />
      ))}
    </div>
  );
}

function HeaderCell({ column, sort, onSort }: { column: Column } & Pick<Props, "sort" | "onSort">) {
  const by = SORTED_BY[column];
  const direction = by && (sort === by ? "ascending" : sort === `-${by}` ? "descending" : "none");
  const label = (
    <FormattedMessage id={column === "menu" ? "frame.row_menu.column" : `customers.column.${column}`} />
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a cell of a row that is no table's
    // biome-ignore lint/a11y/useFocusableInteractive: its button takes the focus
    <div role="columnheader" className={`${styles.cell} ${styles[column]}`} aria-sort={direction}>
      {by ? (
        <button
          type="button"
          className={styles.sort}
          onClick={() => onSort(direction === "ascending" ? `-${by}` : by)}
        >
          {label}
          <Icon name={direction ? SORT_ICONS[direction] : "unsorted"} size="small" />
        </button>
      ) : (
        <span className={column === "menu" ? "visually-hidden" : undefined}>{label}</span>
      )}
    </div>
  );
}

const SORT_ICONS = { ascending: "sortUp", descending: "sortDown", none: "unsorted" } as const;

function SelectLoaded({ customers, selection }: { customers: readonly Customer[]; selection: Selection }) {
  const intl = useIntl();
  const box = useRef<HTMLInputElement>(null);
  const { chosen, add, remove } = selection;
  const isAll = customers.length > 0 && customers.every(({ id }) => chosen.has(id));
  const isSome = !isAll && customers.some(({ id }) => chosen.has(id));
  useEffect(() => {
    if (box.current) box.current.indeterminate = isSome;
  }, [isSome]);
  return (
    <input
      ref={box}
      type="checkbox"
      className={styles.box}
      aria-label={intl.formatMessage({ id: "customers.select_loaded" }, { count: customers.length })}
      checked={isAll}
      onChange={() => (isAll ? remove(customers) : add(customers))}
    />
  );
}
