import type { LineState } from "./line.ts";
import type { Stage } from "./stage.ts";

const DAY_MS = 86_400_000;

/** A kind of fault: begins it, and gives the function that ends it. */
type Fault = (stage: Stage) => () => unknown;

/** Everything that goes wrong in a simulation, by its name. */
const FAULTS = {
  cut: (stage) => onALine(stage, { state: "cut" }),
  silent: (stage) => onALine(stage, { state: "silent" }),
  slow: (stage) => onALine(stage, { slowestMs: 900 }),
  lossy: (stage) => onALine(stage, { lossPercent: 30 }),
  server_killed: ({ chance, servers }) => {
    const server = chance.pick(servers);
    server.kill();
    return () => void server.start();
  },
  edge_killed: ({ chance, edges }) => {
    const edge = chance.pick(edges);
    edge.kill();
    if (chance.percent(30)) edge.loseDisk();
    return () => void edge.start();
  },
  database_away: ({ database }) => {
    database.goAway();
    return () => database.comeBack();
  },
  past_lost: ({ chance, database, watch }) => {
    const most = Math.min(5, database.changes);
    const { kept } = database;
    database.lose(most === 0 ? 0 : chance.between(1, most));
    watch.lost(kept);
    watch.tell(`the database ends at entry ${database.head.sequence}`);
    return () => database.comeBack();
  },
  clock_off: ({ chance, servers }) => {
    const one = chance.pick(servers);
    one.clockAheadMs = chance.between(-6, 6) * DAY_MS;
    return () => {
      one.clockAheadMs = 0;
    };
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;

const WEIGHTS: Readonly<Record<FaultName, number>> = {
  cut: 4,
  silent: 4,
  slow: 4,
  lossy: 4,
  server_killed: 4,
  edge_killed: 3,
  database_away: 3,
  past_lost: 2,
  clock_off: 1,
};

function onALine({ chance, servers, edges }: Stage, condition: Partial<LineState>): () => void {
  const { line } = chance.pick([...servers, ...edges]);
  Object.assign(line.condition, condition);
  return () => line.mend();
}

/** Has one thing after another go wrong until a time; when it resolves, everything is right again. */
export async function storm(stage: Stage, until: number): Promise<void> {
  const { chance, time, watch } = stage;
  const endings: Promise<unknown>[] = [];
  while (time.now < until) {
    await time.pause(chance.between(100, 1_000));
    const name = chance.weighted(WEIGHTS);
    const lastsMs = Math.min(chance.between(50, 2_000), Math.max(1, until - time.now));
    watch.tell(`${name} for ${lastsMs} ms`);
    watch.count(name);
    const end = FAULTS[name](stage);
    endings.push(time.pause(lastsMs).then(end));
  }
  await Promise.all(endings);
}
