import styles from "./charts.module.css";
import { SHADES } from "./shades.ts";

/** How a series is drawn: by its place, the first one strongest; what has no name of its own is grey. */
export function lookOf(key: string, place: number): string {
  const look = key === "other" || key === "unreported" ? key : `age${Math.min(place, SHADES - 1)}`;
  return styles[look] ?? "";
}
