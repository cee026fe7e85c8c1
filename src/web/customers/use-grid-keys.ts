import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";

interface Grid {
  readonly rows: number;
  /** The number of rows in sight. */
  readonly pageRows: () => number;
  readonly scrollTo: (index: number) => void;
  readonly onOpen: (index: number) => void;
  readonly onToggle: (index: number) => void;
  /** Called when the keyboard has gone to another row. */
  readonly onMove: (index: number) => void;
}

/**
 * Keyboard control of a grid whose rows take the focus: arrows, Page Up, Page Down, Home and End move from row to row,
 * Right and Left through the controls of a row; Space selects it, Enter opens it. Tab reaches only the active row.
 */
export function useGridKeys(grid: Grid) {
  const [active, setActive] = useState(0);
  const body = useRef<HTMLDivElement>(null);
  const isMoving = useRef(false);
  const last = useRef(grid);
  useEffect(() => {
    last.current = grid;
  });
  // The row is in the document only now that it is active.
  useEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    body.current?.querySelector<HTMLElement>(`[data-index="${active}"]`)?.focus({ preventScroll: true });
  }, [active]);
  const onKey = useCallback((event: KeyboardEvent, index: number) => {
    const { rows, pageRows, scrollTo } = last.current;
    const to = targetOf(event.key, index, rows, pageRows());
    if (to !== null) {
      event.preventDefault();
      scrollTo(to);
      setActive(to);
      isMoving.current = to !== index;
      if (isMoving.current) last.current.onMove(to);
      else (event.currentTarget as HTMLElement).focus();
      return;
    }
    if (event.key === "ArrowRight" || event.key === "ArrowLeft") return moveInside(event);
    if (event.target === event.currentTarget) actOn(event, last.current, index);
  }, []);
  return { active: Math.min(active, Math.max(0, grid.rows - 1)), setActive, body, onKey };
}

/** Enter opens a row, Space selects it. */
function actOn(event: KeyboardEvent, { onOpen, onToggle }: Grid, index: number): void {
  if (event.key === "Enter") onOpen(index);
  if (event.key !== " ") return;
  event.preventDefault();
  onToggle(index);
}

function targetOf(key: string, index: number, rows: number, page: number): number | null {
  const to = { ArrowDown: index + 1, ArrowUp: index - 1, PageDown: index + page, PageUp: index - page }[key];
  if (to !== undefined) return Math.max(0, Math.min(rows - 1, to));
  if (key === "Home") return 0;
  return key === "End" ? rows - 1 : null;
}

/** Moves the focus from the row to its first control, from there to the next, and back. */
function moveInside(event: KeyboardEvent): void {
  const row = event.currentTarget as HTMLElement;
  const places = [row, ...row.querySelectorAll<HTMLElement>("input, a, button")];
  const isForward = (event.key === "ArrowRight") === (getComputedStyle(row).direction === "ltr");
  const at = places.indexOf(event.target as HTMLElement);
  event.preventDefault();
  places[at + (isForward ? 1 : -1)]?.focus();
}
