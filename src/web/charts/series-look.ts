import styles from "./charts.module.css";

/** The number of shades, and so of areas with a name, before the last one is used again. */
export const SHADES = 7;

/** How a series is drawn: by its place, the first one strongest; what has no name of its own is grey. */
export function lookOf(key: string, place: number): string {
  const look = key === "other" || key === "unreported" ? key : `age${Math.min(place, SHADES - 1)}`;
  return styles[look] ?? "";
}
