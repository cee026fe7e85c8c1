import pg from "pg";
import { endWhenOverdue } from "./overdue-answers.ts";
import { LEDGER_CHANNEL } from "./store.ts";

const RETRY_MS = 500;
/** How often the connection is checked: a connection that only listens does not notice that it is dead. */
const TRY_EVERY_MS = 2_000;

/**
 * Listens for announcements on a connection of its own. If that is lost, also silently, it reconnects, and then wakes
 * once, because announcements made meanwhile are lost.
 */
export async function listenOnPostgresql(
  options: pg.ClientConfig,
  onWake: () => void,
): Promise<() => Promise<void>> {
  const listener = new Listener(options, onWake);
  await listener.connect();
  return () => listener.stop();
}

class Listener {
  readonly #options: pg.ClientConfig;
  readonly #onWake: () => void;
  #client: pg.Client | null = null;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: pg.ClientConfig, onWake: () => void) {
    this.#options = options;
    this.#onWake = onWake;
  }

  async connect(): Promise<void> {
    const client = new pg.Client(this.#options);
    this.#client = client;
    client.on("error", () => {});
    client.on("notification", this.#onWake);
    await client.connect();
    await client.query(`listen ${LEDGER_CHANNEL}`);
    client.once("end", () => this.#reconnectLater());
    this.#tryNowAndThen(client);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    await this.#client?.end();
  }

  #tryNowAndThen(client: pg.Client): void {
    endWhenOverdue(client, this.#options);
    let timer: NodeJS.Timeout | undefined;
    const tryLater = (): void => {
      timer = setTimeout(() => client.query("select 1").then(tryLater, () => {}), TRY_EVERY_MS).unref();
    };
    tryLater();
    client.once("end", () => clearTimeout(timer));
  }

  #reconnectLater(): void {
    if (this.#stopped) return;
    this.#retry = setTimeout(() => {
      this.connect().then(this.#onWake, () => this.#reconnectLater());
    }, RETRY_MS);
  }
}
