import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type CreatedRecord, call, type Visitor } from "../src/api/demo/visitor.ts";
import { PostgresServer } from "../test/support/postgres-server.ts";
import { demoIsThere } from "./check.ts";
import { Connection, toRequests } from "./connection.ts";
import { Processes } from "./processes.ts";
import { compared, percentile, type Result } from "./result.ts";

const SERVERS = 4;
const CHANGES = 1_000;
/** The number of rounds of changes, alternating with as many rounds of PostgreSQL's own notifications. */
const ROUNDS = 10;
const ORGANIZATIONS = 50;
/** The pause between two questions to a server about the same change. */
const PAUSE_MS = 2;
/** The time after which a change that no answer shows counts as lost. */
const PATIENCE_MS = 10_000;
const MOST_P99_MS = 250;

/**
 * The time from a change until all of four servers over one PostgreSQL answer by it, against PostgreSQL's
 * notifications.
 */
export async function benchChanges(): Promise<readonly Result[]> {
  const postgres = new PostgresServer({ durable: true });
  await postgres.create();
  try {
    return await Processes.during(async (processes) => {
      const databaseUrl = postgres.urlOf("postgres");
      const servers: Visitor[] = [];
      for (let number = 0; number < SERVERS; number++) {
        // The first one makes the world, so that there are releases to be offered.
        const demo = number === 0 ? "1" : "0";
        servers.push(await processes.sluice({ DATABASE_URL: databaseUrl, SLUICE_DEMO: demo }));
        if (number === 0) await demoIsThere(servers[0]!);
      }
      return await measure(databaseUrl, servers);
    });
  } finally {
    await postgres.destroy();
  }
}

async function measure(databaseUrl: string, servers: readonly Visitor[]): Promise<readonly Result[]> {
  const watch = await Watch.begin(servers);
  const announcements = await Announcements.begin(databaseUrl);
  const rounds = { plain: [] as (readonly number[])[], sent: [] as number[][], answered: [] as number[][] };
  const each = CHANGES / ROUNDS;
  try {
    for (let round = -1; round < ROUNDS; round++) {
      const plain = await times(each, () => announcements.announce());
      const changes = await times(each, (number) => watch.change(round * each + number));
      if (round < 0) continue;
      rounds.plain.push(plain);
      rounds.sent.push(changes.map((one) => one.sent));
      rounds.answered.push(changes.map((one) => one.answered));
    }
  } finally {
    watch.end();
    await announcements.end();
  }
  return [...rows(0.5, null, rounds), ...rows(0.99, MOST_P99_MS, rounds)];
}

type Rounds = Readonly<Record<"plain" | "sent" | "answered", readonly (readonly number[])[]>>;

function rows(share: number, goal: number | null, { plain, sent, answered }: Rounds): readonly Result[] {
  const p = `p${share * 100}`;
  const of = (rounds: readonly (readonly number[])[]) => percentile(rounds.flat(), share);
  const eachRound = (rounds: readonly (readonly number[])[]) => rounds.map((one) => percentile(one, share));
  const about = `a change until every one of ${SERVERS} servers answers by it (${CHANGES.toLocaleString("en")} changes), ${p}`;
  const row = (from: string, rounds: readonly (readonly number[])[]) => ({
    // A quantile of all changes, not of the median round, because the rare slow ones matter.
    ...compared({ name: `${about} from ${from}`, unit: "ms", goal }, eachRound(rounds), eachRound(plain)),
    value: of(rounds),
  });
  return [
    {
      name: `a row committed by PostgreSQL alone and its NOTIFY heard by ${SERVERS} connections, ${p}`,
      value: of(plain),
      unit: "ms",
      ratio: null,
      goal: null,
    },
    row("when its PUT was answered", answered),
    row("when its PUT was sent", sent),
  ];
}

async function times<Value>(
  count: number,
  work: (number: number) => Promise<Value>,
): Promise<readonly Value[]> {
  const measured: Value[] = [];
  for (let number = 0; number < count; number++) measured.push(await work(number));
  return measured;
}

/** The milliseconds that a change took, from when it was sent and from when it was answered. */
interface ChangeTimes {
  readonly sent: number;
  readonly answered: number;
}

/** Changes organizations, and asks every server until its answer changes. */
class Watch {
  readonly #servers: readonly Visitor[];
  readonly #lines: readonly Connection[];
  readonly #organizations: readonly string[];

  private constructor(servers: readonly Visitor[], organizations: readonly string[]) {
    this.#servers = servers;
    this.#organizations = organizations;
    this.#lines = servers.map(({ url }) => new Connection(Number(new URL(url).port)));
  }

  static async begin(servers: readonly Visitor[]): Promise<Watch> {
    const organizations: string[] = [];
    for (let number = 0; number < ORGANIZATIONS; number++) {
      const body = { name: `Organization ${number}`, partnerIds: [] };
      organizations.push((await call<CreatedRecord>(servers[0]!, "POST", "/v1/organizations", body)).id);
    }
    return new Watch(servers, organizations);
  }

  /**
   * Makes a change; servers are used in turn. Each change of an organization sets another schedule than the one before.
   */
  async change(number: number): Promise<ChangeTimes> {
    const index = (number + ORGANIZATIONS * SERVERS) % ORGANIZATIONS;
    const organization = this.#organizations[index]!;
    const weeks = Math.floor((number + CHANGES) / ORGANIZATIONS) % 13;
    const body = { schedule: { cadence: "slow", deferralWeeks: weeks } };
    const path = `/v1/updates/check?organization=${organization}&platform=win&arch=x64&version=1.0.0.0`;
    const before = await Promise.all(this.#lines.map((line, server) => this.#ask(server, line, path)));
    const server = this.#servers[(number + CHANGES) % SERVERS]!;
    const seen = this.#lines.map((line, index) => this.#differsAt(index, line, path, before[index]!));
    const sentAt = performance.now();
    await call(server, "PUT", `/v1/organizations/${organization}/release-settings`, body);
    const answeredAt = performance.now();
    const lastAt = Math.max(...(await Promise.all(seen)));
    return { sent: lastAt - sentAt, answered: Math.max(0, lastAt - answeredAt) };
  }

  end(): void {
    for (const line of this.#lines) line.close();
  }

  /** When the changed answer arrived. */
  async #differsAt(server: number, line: Connection, path: string, before: string): Promise<number> {
    const giveUpAt = performance.now() + PATIENCE_MS;
    while (performance.now() < giveUpAt) {
      if ((await this.#ask(server, line, path)) !== before) return performance.now();
      await sleep(PAUSE_MS);
    }
    throw new Error(`${path} was answered as before for ${PATIENCE_MS} ms`);
  }

  /** The verdict without the time to ask again, which is random. */
  #ask(server: number, line: Connection, path: string): Promise<string> {
    const [request] = toRequests(Number(new URL(this.#servers[server]!.url).port), [path]);
    return new Promise((resolve) =>
      line.ask(request!, (body) => resolve(String(body).replace(/"nextCheckSeconds":\d+/, ""))),
    );
  }
}

/** The yardstick: one connection commits a row and notifies, and as many connections as there are servers listen. */
class Announcements {
  readonly #writer: pg.Client;
  readonly #hearers: readonly pg.Client[];

  private constructor(databaseUrl: string) {
    const open = () => new pg.Client({ connectionString: databaseUrl });
    this.#writer = open();
    this.#hearers = Array.from({ length: SERVERS }, open);
  }

  static async begin(databaseUrl: string): Promise<Announcements> {
    const announcements = new Announcements(databaseUrl);
    for (const client of [announcements.#writer, ...announcements.#hearers]) await client.connect();
    await announcements.#writer.query("create table announced (number bigserial)");
    for (const hearer of announcements.#hearers) await hearer.query("listen announced");
    return announcements;
  }

  async announce(): Promise<number> {
    const heard = this.#hearers.map(
      (hearer) => new Promise<void>((resolve) => hearer.once("notification", () => resolve())),
    );
    const startedAt = performance.now();
    await this.#writer.query("begin; insert into announced default values; notify announced; commit");
    await Promise.all(heard);
    return performance.now() - startedAt;
  }

  async end(): Promise<void> {
    for (const client of [this.#writer, ...this.#hearers]) await client.end();
  }
}
