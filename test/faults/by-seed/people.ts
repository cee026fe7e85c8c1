import type { SimulatedEdge } from "./edge.ts";
import type { Asked } from "./history.ts";
import { Line } from "./line.ts";
import { randomWish, VERSIONS } from "./random-action.ts";
import type { SimulatedServer } from "./server.ts";
import type { Stage } from "./stage.ts";

/** After this time somebody gives up, and does not know whether the change was made. */
const PATIENCE_OF_PEOPLE_MS = 3_000;
const MOST_INSTALLATIONS = 12;
const COMPUTERS = [
  { platform: "win", arch: "x64" },
  { platform: "mac", arch: "arm64" },
  { platform: "linux", arch: "x64" },
] as const;

/** Somebody who makes changes, over a line of their own, until a time; the same change is not tried twice. */
export async function makeChanges(stage: Stage, until: number): Promise<void> {
  const { chance, time, database, history, servers, watch } = stage;
  const line = new Line(time, chance);
  Object.assign(line.condition, { lossPercent: 3 });
  while (time.now < until) {
    await time.pause(chance.between(30, 300));
    const known = history.at(database.head);
    if (!known) return watch.broken("the ledger ends in the middle of a transaction");
    const wish = randomWish(chance, known.world, stage.now());
    const server = chance.pick(servers);
    const said = await Promise.race([
      line.ask({ isAlive: true }, () => server.change(wish)).catch(() => "unknown" as const),
      time.pause(PATIENCE_OF_PEOPLE_MS).then(() => "unknown" as const),
    ]);
    if (said === "unknown") watch.count("unknown");
    else if (said) watch.acknowledged(server.name, said);
  }
}

/** Installations that ask any server or edge, and upgrade to what they are offered, until a time. */
export async function ask(stage: Stage, until: number): Promise<void> {
  const { chance, time, servers, edges } = stage;
  const installations: { asked: Asked; followed: number }[] = [];
  while (time.now < until) {
    await time.pause(chance.between(10, 120));
    if (installations.length < MOST_INSTALLATIONS && chance.percent(20)) {
      const made = newInstallation(stage, installations.length);
      if (made) installations.push({ asked: made, followed: 0 });
    }
    if (installations.length === 0) continue;
    const one = chance.pick(installations);
    const process: SimulatedServer | SimulatedEdge = chance.pick([...servers, ...edges]);
    const said = process.check(one.asked);
    if (said?.offered && chance.percent(60))
      one.asked = Object.assign({}, one.asked, { running: said.offered });
  }
}

/** An installation of somebody whom the ledger knows, or knew. */
function newInstallation({ chance, history, database }: Stage, number: number): Asked | null {
  const world = history.at(database.head)?.world;
  const organizations = [...(world?.organizations.keys() ?? [])];
  if (organizations.length === 0) return null;
  const organization = chance.pick(organizations);
  const users = [...(world?.users.values() ?? [])].filter(({ user }) => user.organizationId === organization);
  const user = users.length > 0 && chance.percent(60) ? chance.pick(users).user.id : null;
  const { platform, arch } = chance.pick(COMPUTERS);
  const running = chance.percent(50) ? "45.0" : (VERSIONS[chance.between(0, 5)] as string);
  return { organization, user, installation: `desk-${number}`, platform, arch, running };
}
