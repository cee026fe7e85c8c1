import type { KeyboardEvent } from "react";
import { useLocale } from "react-aria-components/I18nProvider";
import { nearest, type Reading } from "../charts/plot.tsx";

/** The part of the width that one press of a pointer can tell apart. */
const STEPS = 1000;

/**
 * The control by which a year is read: it stands where the change is in time. A pointer goes to the nearest change, keys to
 * the one before or after.
 */
export function YearReader({ reading: { count, at, onRead, label, text, shareOf } }: { reading: Reading }) {
  const { direction } = useLocale();
  const toPlace = (event: KeyboardEvent) => {
    const steps = stepsOf(count, direction === "rtl")[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    onRead(Math.min(count - 1, Math.max(0, at + steps)));
  };
  return (
    <input
      type="range"
      min={0}
      max={STEPS}
      step="any"
      value={STEPS * shareOf(at)}
      aria-label={label}
      aria-valuetext={text}
      onKeyDown={toPlace}
      onChange={(event) => onRead(nearest({ count, shareOf }, Number(event.currentTarget.value) / STEPS))}
    />
  );
}

/** By how many changes a key goes on or, with a negative number, back. */
function stepsOf(count: number, isMirrored: boolean): Readonly<Record<string, number>> {
  const right = isMirrored ? -1 : 1;
  return {
    ArrowUp: 1,
    ArrowDown: -1,
    ArrowRight: right,
    ArrowLeft: -right,
    PageUp: 1,
    PageDown: -1,
    Home: -count,
    End: count,
  };
}
