import styles from "./charts.module.css";

/** By how much a pattern is turned, and how thick its lines are; the shape after the last one begins with the first again. */
const PATTERNS = [
  [45, 1.5],
  [-45, 1.5],
  [0, 1.5],
  [90, 1.5],
  [45, 3.5],
  [-45, 3.5],
  [0, 3.5],
  [90, 3.5],
] as const;

/** The patterns by which shapes are told apart without colours; `id` is the beginning of their ids. */
export function Hatches({ id }: { id: string }) {
  return (
    <defs>
      {PATTERNS.map(([turn, thickness], place) => (
        <pattern
          key={`${turn} ${thickness}`}
          id={`${id}${place}`}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform={`rotate(${turn})`}
        >
          <rect className={styles.hatchGround} width="6" height="6" />
          <rect className={styles.hatchLine} width="6" height={thickness} />
        </pattern>
      ))}
    </defs>
  );
}

/** The fill of a shape with the pattern of its place. */
export function hatchOf(id: string, place: number): string {
  return `url(#${id}${place % PATTERNS.length})`;
}
