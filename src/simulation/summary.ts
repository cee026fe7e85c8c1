import { CADENCES, type Cadence } from "../policy/schedule.ts";
import { type LineShares, lineShares } from "./line-shares.ts";
import { violationText } from "./report.ts";
import type { SimulationOutcome } from "./simulate.ts";

const BARS = "▁▂▃▄▅▆▇█";
/** The width of a curve in characters, and how many release lines are shown. */
const WIDTH = 52;
const MOST_LINES = 4;

/** The result as text for a terminal, with each cadence's adoption of the newest release lines it ran widely. */
export function summaryText(simulated: SimulationOutcome): string {
  const { wish, counts, head, violation } = simulated;
  const number = (value: number) => value.toLocaleString("en");
  const lived = `${number(counts.checks)} checks of ${number(wish.installations)} installations in ${number(wish.organizations)} organizations, ${number(counts.upgrades)} upgrades, ${number(head.sequence)} entries in the ledger, seed ${wish.seed}.`;
  if (violation) return `${lived}\nWRONG, with seed ${wish.seed}: ${violationText(violation)}`;
  const fine = `None went backwards, all upgraded when the forecast had said; ${number(counts.explained)} checks were explained again from the ledger.`;
  return [lived, fine, ...[null, ...CADENCES].flatMap((cadence) => curves(simulated, cadence))].join("\n");
}

function curves({ adoption, ranks }: SimulationOutcome, cadence: Cadence | null): readonly string[] {
  const most = ({ shares }: LineShares) => Math.max(...shares);
  const shown = lineShares(adoption, ranks, cadence)
    .filter((one) => most(one) >= 0.1)
    .slice(-MOST_LINES);
  return [
    "",
    cadence === null ? "all" : `on ${cadence}`,
    ...shown.map((one) => {
      return `  ${one.line.padEnd(6)} ${curve(one.shares)} up to ${Math.round(100 * most(one))} %`;
    }),
  ];
}

/** A row of bars, each the share at its time, from 0 to 1. */
function curve(shares: readonly number[]): string {
  const width = Math.min(WIDTH, shares.length);
  return Array.from({ length: width }, (_, column) => {
    const share = shares[Math.floor(((column + 1) * shares.length) / width) - 1] ?? 0;
    return share === 0 ? " " : BARS.charAt(Math.min(BARS.length - 1, Math.floor(share * BARS.length)));
  }).join("");
}
