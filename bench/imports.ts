import { setTimeout as sleep } from "node:timers/promises";
import { type CreatedRecord, call, upload, type Visitor } from "../src/api/demo/visitor.ts";
import { onEachDatabase } from "./each-database.ts";
import type { Processes } from "./processes.ts";
import { percentile, type Result } from "./result.ts";

const LINES = 100_000;
/** How many changes are made while nothing else goes on. */
const QUIET_CHANGES = 200;
/** The pause between the answer to a change and the next change. */
const PAUSE_MS = 10;

/**
 * How long other changes wait while one process imports, on both databases, and how long the import takes; the floor is the
 * same changes while nothing else goes on.
 */
export function benchImports(): Promise<readonly Result[]> {
  return onEachDatabase(measure);
}

async function measure(
  processes: Processes,
  database: string,
  environment: NodeJS.ProcessEnv,
): Promise<readonly Result[]> {
  const visitor = await processes.sluice(environment);
  const [partnerId, otherId] = [await enterPartner(visitor), await enterPartner(visitor)];
  const change = changesOf(visitor, otherId);
  const quiet: number[] = [];
  for (let count = 0; count < QUIET_CHANGES; count++) quiet.push(await change());
  const results = toRows(`nothing else, ${database}`, quiet, null);
  const organizations = organizationLines(partnerId);
  const first = await during(change, visitor, "organizations", organizations);
  results.push(...toRows(`an import of ${LINES} organizations, ${database}`, first.waits, first.seconds));
  const page = await fetch(`${visitor.url}/v1/organizations?max=1000`, {
    headers: { authorization: `Bearer ${visitor.token}` },
  });
  const { items } = (await page.json()) as { readonly items: readonly CreatedRecord[] };
  const users = userLines(items.map(({ id }) => id));
  const second = await during(change, visitor, "users", users);
  results.push(...toRows(`an import of ${LINES} users, ${database}`, second.waits, second.seconds));
  return results;
}

async function enterPartner(visitor: Visitor): Promise<string> {
  const body = { name: "Partner", features: [] };
  return (await call<CreatedRecord>(visitor, "POST", "/v1/partners", body)).id;
}

/** Gives a function that makes one change, each unlike the last, and gives how long it waited in ms. */
function changesOf(visitor: Visitor, partnerId: string): () => Promise<number> {
  let deferralWeeks = 0;
  return async () => {
    deferralWeeks = (deferralWeeks + 1) % 5;
    const startedAt = performance.now();
    const body = { schedule: { cadence: "slow", deferralWeeks } };
    await call(visitor, "PUT", `/v1/partners/${partnerId}/release-settings`, body);
    return performance.now() - startedAt;
  };
}

/** Imports lines while changes are made one after another. */
async function during(
  change: () => Promise<number>,
  visitor: Visitor,
  kind: string,
  lines: string,
): Promise<{ readonly waits: readonly number[]; readonly seconds: number }> {
  let isOver = false;
  const startedAt = performance.now();
  const imported = upload(visitor, `/v1/imports/${kind}`, "text/csv", lines).finally(() => {
    isOver = true;
  });
  const waits: number[] = [];
  while (!isOver) {
    waits.push(await change());
    await sleep(PAUSE_MS);
  }
  await imported;
  return { waits, seconds: (performance.now() - startedAt) / 1000 };
}

function toRows(name: string, waits: readonly number[], seconds: number | null): Result[] {
  const row = (what: string, value: number): Result => {
    return { name: `a change during ${name}: ${what}`, value, unit: "ms", ratio: null, goal: null };
  };
  const rows = [row("longest wait", Math.max(...waits)), row("p50", percentile(waits, 0.5))];
  console.error(`  ${name}: longest ${rows[0]?.value.toFixed(0)} ms of ${waits.length}, ${seconds ?? ""} s`);
  if (seconds === null) return rows;
  return [...rows, { name, value: seconds, unit: "seconds", ratio: null, goal: null }];
}

function organizationLines(partnerId: string): string {
  const lines = Array.from({ length: LINES }, (_, number) => `Organization ${number},${partnerId}`);
  return ["name,partnerIds", ...lines].join("\n");
}

function userLines(ids: readonly string[]): string {
  const lines = Array.from({ length: LINES }, (_, number) => {
    return `${ids[number % ids.length]},User ${number},u${number}@example.com`;
  });
  return ["organizationId,displayName,email", ...lines].join("\n");
}
