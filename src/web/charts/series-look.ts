import styles from "./charts.module.css";

/** How a series is drawn: by its place, the first one strongest; what has no name of its own is grey. */
export function lookOf(key: string, place: number): string {
  return styles[key === "other" || key === "unreported" ? key : `age${Math.min(place, 4)}`] ?? "";
}
