import { type RefObject, useEffect, useState } from "react";

/** The heights of the head and of a row, in pixels. */
export interface RowHeights {
  readonly head: number;
  readonly row: number;
  /** Whether every row is exactly so high; cards are as high as what is in them. */
  readonly isFixed: boolean;
}

/** The heights of rows in a list of this width; they follow the person's font size. */
export function useRowHeights(list: RefObject<HTMLElement | null>): RowHeights {
  const [hasCards, setCards] = useState(false);
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    // The style sheet says from which width on the rows are cards.
    const look = () => setCards(getComputedStyle(element).getPropertyValue("--rows").trim() === "cards");
    const observer = new ResizeObserver(look);
    observer.observe(element);
    look();
    return () => observer.disconnect();
  }, [list]);
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return hasCards
    ? { head: 0, row: 7.25 * rem, isFixed: false }
    : { head: 2.5 * rem, row: 3.5 * rem, isFixed: true };
}
