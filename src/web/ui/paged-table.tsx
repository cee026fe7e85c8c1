import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ComponentProps, ReactNode } from "react";
import { ColumnHeads } from "./column-heads.tsx";
import { ShowMore } from "./show-more.tsx";
import { Failed, Loading } from "./states.tsx";
import table from "./table.module.css";

interface PageOf<Item> {
  readonly body: { readonly items: readonly Item[] };
}

interface Props<Item> extends ComponentProps<typeof ColumnHeads> {
  /** The pages of the list that are loaded so far. */
  readonly found: UseInfiniteQueryResult<InfiniteData<PageOf<Item>>>;
  /** What stands in place of the table if nothing is in the list. */
  readonly empty: ReactNode;
  /** Draws the row of an item. */
  readonly children: (item: Item) => ReactNode;
}

/** A table that is loaded page by page, or that it is being loaded, failed, or has nothing in it. */
export function PagedTable<Item>({ found, heads, empty, children }: Props<Item>) {
  if (found.error && !found.data) {
    return <Failed error={found.error} onRetry={() => void found.refetch()} />;
  }
  if (!found.data) return <Loading />;
  const items = found.data.pages.flatMap(({ body }) => body.items);
  if (items.length === 0) return empty;
  return (
    <>
      <div className={table.scroll}>
        <table className={table.table}>
          <ColumnHeads heads={heads} />
          <tbody>{items.map(children)}</tbody>
        </table>
      </div>
      <ShowMore list={found} />
    </>
  );
}
