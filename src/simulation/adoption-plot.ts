import { addDays, formatInstant, type Instant } from "../instant.ts";
import type { LineShares } from "./line-shares.ts";

const WIDTH = 960;
const HEIGHT = 420;
const PLOT = { left: 56, top: 44, width: 880, height: 310 } as const;
/** Colours that people with any colour vision can distinguish (Okabe and Ito). */
const COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999933"];
/** Release lines below this share get no name in the plot. */
const LEAST_NAMED = 0.12;

/** The share of each release line over time as stacked areas, in an SVG file. */
export function plotAdoption(title: string, lines: readonly LineShares[], startAt: Instant): string {
  const days = lines[0]?.shares.length ?? 0;
  const floor = Array<number>(days).fill(0);
  const areas = lines.map(({ line, shares }, index) => {
    const top = shares.map((share, day) => (floor[day] ?? 0) + share);
    const drawn = area([...floor], top, line, COLOURS[index % COLOURS.length] ?? "");
    const named = nameOf(line, shares, floor);
    top.forEach((share, day) => {
      floor[day] = share;
    });
    return { drawn, named };
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="sans-serif" font-size="12">
<title>${title}</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
<text x="${PLOT.left}" y="24" font-size="16">${title}</text>
${areas.map(({ drawn }) => drawn).join("\n")}
${areas.map(({ named }) => named).join("")}
${shareAxis()}
${timeAxis(days, startAt)}
</svg>
`;
}

function area(floor: readonly number[], top: readonly number[], line: string, colour: string): string {
  const days = top.length;
  const upper = top.map((share, day) => point(day, days, share));
  const lower = floor.map((share, day) => point(day, days, share)).reverse();
  return `<polygon fill="${colour}" points="${[...upper, ...lower].join(" ")}"><title>${line}</title></polygon>`;
}

/** The name of a release line, in the middle of the days on which it has about its largest share. */
function nameOf(line: string, shares: readonly number[], floor: readonly number[]): string {
  const most = Math.max(0, ...shares);
  if (most < LEAST_NAMED) return "";
  const first = shares.findIndex((share) => share >= 0.9 * most);
  const after = shares.findIndex((share, day) => day > first && share < 0.9 * most);
  const day = Math.floor((first + (after < 0 ? shares.length : after) - 1) / 2);
  const [x, y] = [xOf(day, shares.length), yOf((floor[day] ?? 0) + (shares[day] ?? 0) / 2)];
  const anchor = x < PLOT.left + 30 ? "start" : x > PLOT.left + PLOT.width - 30 ? "end" : "middle";
  return `<text x="${x}" y="${y}" dy="4" text-anchor="${anchor}" fill="#fff" stroke="#333" stroke-width="3" paint-order="stroke">${line}</text>\n`;
}

function shareAxis(): string {
  return [0, 25, 50, 75, 100]
    .map((percent) => {
      const y = yOf(percent / 100);
      return `<line x1="${PLOT.left}" x2="${PLOT.left + PLOT.width}" y1="${y}" y2="${y}" stroke="#0003"/><text x="${PLOT.left - 8}" y="${y}" dy="4" text-anchor="end">${percent} %</text>`;
    })
    .join("\n");
}

function timeAxis(days: number, startAt: Instant): string {
  const y = PLOT.top + PLOT.height;
  const dates = Array.from({ length: days }, (_, day) => ({
    day,
    date: formatInstant(addDays(startAt, day)),
  }));
  const firsts = dates.filter(({ date }) => date.slice(8, 10) === "01");
  const ticks = (firsts.length > 0 ? firsts : dates.slice(0, 1)).filter(
    (_, index, all) => index % Math.ceil(all.length / 14) === 0,
  );
  const marks = ticks.map(({ day, date }) => {
    const x = xOf(day, days);
    return `<line x1="${x}" x2="${x}" y1="${y}" y2="${y + 5}" stroke="#333"/><text x="${x}" y="${y + 20}" text-anchor="middle">${date.slice(0, 7)}</text>`;
  });
  return marks.join("\n");
}

function point(day: number, days: number, share: number): string {
  return `${xOf(day, days)},${yOf(share)}`;
}

function xOf(day: number, days: number): number {
  return round(PLOT.left + (PLOT.width * day) / Math.max(1, days - 1));
}

function yOf(share: number): number {
  return round(PLOT.top + PLOT.height * (1 - Math.min(1, share)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
