import { LEDGER_CHANNEL } from "../store.ts";
import { endWhenOverdue } from "./overdue-answers.ts";
import type { SessionClient, Sessions } from "./session-client.ts";

const RETRY_MS = 500;
/** How often the connection is checked: a connection that only listens does not notice that it is dead. */
const TRY_EVERY_MS = 2_000;

/**
 * Listens for announcements on a connection of its own. If there is none to be had, or it is lost, also silently, it
 * connects again, and then wakes once, because announcements made meanwhile are lost.
 */
export async function listenOnPostgresql(
  sessions: Sessions,
  onWake: () => void,
): Promise<() => Promise<void>> {
  const listener = new Listener(sessions, onWake);
  await listener.connect().catch(() => listener.reconnectLater());
  return () => listener.stop();
}

class Listener {
  readonly #sessions: Sessions;
  readonly #onWake: () => void;
  #client: SessionClient | null = null;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(sessions: Sessions, onWake: () => void) {
    this.#sessions = sessions;
    this.#onWake = onWake;
  }

  async connect(): Promise<void> {
    const client = await this.#sessions.open();
    this.#client = client;
    client.on("notification", this.#onWake);
    if (this.#stopped) return client.end();
    await client.query(`listen ${LEDGER_CHANNEL}`);
    client.once("end", () => this.reconnectLater());
    this.#tryNowAndThen(client);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    await this.#client?.end();
  }

  reconnectLater(): void {
    if (this.#stopped) return;
    this.#retry = setTimeout(() => {
      this.connect().then(this.#onWake, () => this.reconnectLater());
    }, RETRY_MS);
  }

  #tryNowAndThen(client: SessionClient): void {
    endWhenOverdue(client);
    let timer: NodeJS.Timeout | undefined;
    const tryLater = (): void => {
      timer = setTimeout(() => client.query("select 1").then(tryLater, () => {}), TRY_EVERY_MS).unref();
    };
    tryLater();
    client.once("end", () => clearTimeout(timer));
  }
}
