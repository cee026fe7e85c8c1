import { addDays, formatInstant, type Instant } from "../instant.ts";
import { CADENCES, type Cadence } from "../policy/schedule.ts";
import { plotAdoption } from "./adoption-plot.ts";
import { lineShares } from "./line-shares.ts";
import type { SimulationOutcome } from "./simulate.ts";
import { VIOLATION_KINDS, type Violation } from "./violation.ts";

/** A file of the report. */
export interface ReportFile {
  readonly name: string;
  /** The content in parts, because a ledger is long. */
  readonly parts: Iterable<string>;
}

const PLOTS: readonly (Cadence | null)[] = [null, ...CADENCES];

/** The report of a simulation, as files. The same input gives the same bytes: it contains no real time. */
export function reportFiles(simulated: SimulationOutcome): readonly ReportFile[] {
  const { adoption, ranks, span, violation, ledger } = simulated;
  const plots = PLOTS.map((cadence) => {
    const svg = plotAdoption(titleOf(cadence), lineShares(adoption, ranks, cadence), span.startAt);
    return { name: plotName(cadence), parts: [svg] };
  });
  const report = { name: "report.md", parts: [reportText(simulated)] };
  if (!violation) return [report, ...plots];
  const entries = ledger.map((entry) => `${JSON.stringify(entry)}\n`);
  return [report, ...plots, { name: "ledger.ndjson", parts: entries }];
}

function reportText(simulated: SimulationOutcome): string {
  const { wish, span, counts, head, violation } = simulated;
  const from = day(span.startAt);
  const to = day(addDays(span.endAt, -1));
  return `# A simulated time: ${from} to ${to}

${verdictText(violation)}

${PLOTS.map((cadence) => `![${titleOf(cadence)}](${plotName(cadence)})`).join("\n\n")}

## Again

\`\`\`
sluice simulate --installations ${wish.installations} --organizations ${wish.organizations} --days ${wish.days} --seed ${wish.seed}
\`\`\`

The same numbers and the same calendar give the same files, byte by byte.

## What happened

| | |
| --- | ---: |
${rows([
  ["installations", wish.installations],
  ["organizations", wish.organizations],
  ["days", wish.days],
  ["checks, each held against what was foretold", counts.checks],
  ["upgrades", counts.upgrades],
  ["of these, to a step on the way (R28)", counts.steps],
  ["of these, from a version past its end of life (R30)", counts.leaving],
  ["of these, early, because it had to be left", counts.leavingEarly],
  ["of these, to an older release because a newer one was blocked (R31)", counts.aroundBlocks],
  ["of these, to an older release because a newer one was not for the system (R32)", counts.aroundSystems],
  ["installations that are managed elsewhere and stayed (R30)", counts.managed],
  ["next offers foretold for some (R56)", counts.nextsForetold],
  ["of these, that came before anything changed, all at the instant foretold", counts.nextsCame],
  ["checks explained again from the ledger", counts.explained],
  ["forecasts made", counts.forecasts],
  ["times the fleet was asked, once for all that stand alike", counts.asked],
  ["entries of the ledger", head.sequence],
])}

The last entry of the ledger is \`${head.sequence}:${head.hash}\`.

## What people tried

| | tried | refused |
| --- | ---: | ---: |
${triedRows(simulated)}

| refused because | |
| --- | ---: |
${refusalRows(simulated)}
`;
}

function verdictText(violation: Violation | null): string {
  if (!violation) {
    return "No installation ever went backwards. Each upgraded exactly when the rules said: as the forecast made before, and for those that were followed, as the explanation from the ledger. The ledger verifies.";
  }
  return `**Something is wrong.** ${violationText(violation)}

Everything that was changed until then is in \`ledger.ndjson\`.`;
}

/** A violation as text: the rule, the instant, the installation, the expected and the actual answer. */
export function violationText({ kind, at, who, expected, got }: Violation): string {
  const user = who?.userId ? `, user ${who.userId}` : "";
  const whom = who
    ? ` Organization ${who.organizationId}${user}, installation ${who.installation} on ${who.target}, running ${who.running}.`
    : "";
  return `${VIOLATION_KINDS[kind]} [${kind}] At ${formatInstant(at)}.${whom} Expected: ${expected}. Got: ${got}.`;
}

function triedRows({ plan, outcomes }: SimulationOutcome): string {
  const tried = new Map<string, [number, number]>();
  outcomes.forEach((refusal, index) => {
    const kind = plan[index]?.commands[0]?.kind ?? "";
    const [all, refused] = tried.get(kind) ?? [0, 0];
    tried.set(kind, [all + 1, refused + (refusal === null ? 0 : 1)]);
  });
  const sorted = [...tried].sort(([a], [b]) => (a < b ? -1 : 1));
  return rows(sorted.map(([kind, [all, refused]]) => [`\`${kind}\``, all, refused]));
}

function refusalRows({ outcomes }: SimulationOutcome): string {
  const codes = new Map<string, number>();
  for (const code of outcomes) if (code !== null) codes.set(code, (codes.get(code) ?? 0) + 1);
  return rows([...codes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, count]) => [`\`${code}\``, count]));
}

function rows(cells: readonly (readonly [string, ...number[]])[]): string {
  return cells
    .map(([name, ...numbers]) => `| ${name} | ${numbers.map((n) => n.toLocaleString("en")).join(" | ")} |`)
    .join("\n");
}

function titleOf(cadence: Cadence | null): string {
  return cadence === null ? "What all installations run" : `What installations on ${cadence} run`;
}

function plotName(cadence: Cadence | null): string {
  return `adoption-${cadence ?? "all"}.svg`;
}

function day(instant: Instant): string {
  return formatInstant(instant).slice(0, 10);
}
