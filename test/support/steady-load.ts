import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { VENDOR_TOKEN } from "./running-server.ts";

/** A change that a server acknowledged: the organization that was created. */
export interface Acknowledged {
  readonly id: string;
  readonly name: string;
}

/** The result of a load. */
export interface LoadReport {
  /** The number of answered checks. */
  readonly checks: number;
  /** Checks without an answer, or without the right version. */
  readonly failures: readonly string[];
  /** The acknowledged changes. */
  readonly acknowledged: readonly Acknowledged[];
  /** The number of changes that were refused or not answered; they may have been made or not. */
  readonly unsure: number;
  /** The longest time of a check, in milliseconds. */
  readonly slowestCheckMs: number;
}

/** How a load sends its calls. */
export interface LoadOptions {
  /** Whether each check has a connection of its own. */
  readonly isFresh?: boolean;
  readonly clients?: number;
  readonly writers?: number;
}

export const CHECK = "/v1/updates/check?platform=win&arch=x64&version=45.1";
/** The older of them is what a server would offer if it had lost the newer one. */
const VERSIONS = [
  ["45.3", "2025-12-02"],
  ["45.4", "2026-01-06"],
] as const;
export const NEWEST = { action: "update", version: "45.4" };
const headersFor = (token: string) => ({
  authorization: `Bearer ${token}`,
  "content-type": "application/json",
});
const HEADERS = headersFor(VENDOR_TOKEN);

/** Enters two releases, each with a build; from then on the newer one is the answer to every check. */
export async function enterReleases(url: string, token = VENDOR_TOKEN): Promise<void> {
  for (const [version, automaticAt] of VERSIONS) {
    const enter = (path: string, body: object) => enterOne(url + path, token, body);
    const id = await enter("/v1/releases", { version, automaticAt, state: "published" });
    await enter(`/v1/releases/${id}/builds`, {
      platform: "win",
      arch: "x64",
      format: "exe",
      fileName: `${version}.exe`,
      size: 1,
      url: `https://cdn.example.org/${version}.exe`,
      sha512: `${"A".repeat(86)}==`,
    });
  }
}

async function enterOne(url: string, token: string, body: object): Promise<string> {
  const headers = headersFor(token);
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (response.status !== 201) throw new Error(`${url} answered ${response.status}`);
  return ((await response.json()) as { id: string }).id;
}

/** The fault of an answer to a check, or null if it has none. */
function faultOf({ status, text, problem }: Answer): string | null {
  if (status !== 200) return problem ?? `answered ${status}`;
  const { action, version } = JSON.parse(text);
  return action === NEWEST.action && version === NEWEST.version ? null : `answered ${action} ${version}`;
}

/**
 * Clients that check without pause after {@link enterReleases}, and writers that create one organization after another,
 * until `stop`.
 */
export class SteadyLoad {
  readonly #url: string;
  readonly #agent: Agent;
  readonly #running: Promise<void>[];
  readonly #failures: string[] = [];
  readonly #acknowledged: Acknowledged[] = [];
  #checks = 0;
  #unsure = 0;
  #slowest = 0;
  #isOver = false;

  constructor(url: string, { isFresh = false, clients = 4, writers = 2 }: LoadOptions = {}) {
    this.#url = url;
    this.#agent = new Agent({ keepAlive: !isFresh, maxSockets: 64 });
    this.#running = [
      ...Array.from({ length: clients }, () => this.#askOn()),
      ...Array.from({ length: writers }, () => this.#writeOn()),
    ];
  }

  get checks(): number {
    return this.#checks;
  }

  get acknowledged(): number {
    return this.#acknowledged.length;
  }

  async stop(): Promise<LoadReport> {
    this.#isOver = true;
    await Promise.all(this.#running);
    this.#agent.destroy();
    return {
      checks: this.#checks,
      failures: this.#failures,
      slowestCheckMs: this.#slowest,
      acknowledged: this.#acknowledged,
      unsure: this.#unsure,
    };
  }

  async #askOn(): Promise<void> {
    while (!this.#isOver) {
      const before = performance.now();
      const fault = faultOf(await this.#send("GET", CHECK));
      if (fault === null) this.#checks++;
      else this.#failures.push(fault);
      this.#slowest = Math.max(this.#slowest, performance.now() - before);
      await pause(5);
    }
  }

  async #writeOn(): Promise<void> {
    while (!this.#isOver) {
      const name = `Load ${randomUUID()}`;
      const { status, text } = await this.#send("POST", "/v1/organizations", { name, partnerIds: [] });
      if (status === 201) this.#acknowledged.push({ id: JSON.parse(text).id, name });
      else this.#unsure++;
      await pause(20);
    }
  }

  /** Sends one call; if an idle connection was closed at the moment of sending, sends it again on a new one. */
  async #send(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await this.#sendOnce(method, path, body);
    return answer.wasIdle && method === "GET" ? this.#sendOnce(method, path, body, false) : answer;
  }

  #sendOnce(
    method: string,
    path: string,
    body?: object,
    agent: Agent | false = this.#agent,
  ): Promise<Answer> {
    return new Promise((resolve) => {
      const sent = request(this.#url + path, { method, agent, headers: HEADERS, timeout: 20_000 });
      const fail = (error: Error & { code?: string }) =>
        resolve({
          status: 0,
          text: "",
          problem: `${error.code ?? error.message} on ${sent.reusedSocket ? "a kept" : "a new"} connection`,
          wasIdle: sent.reusedSocket && error.code === "ECONNRESET",
        });
      sent.on("error", fail).on("timeout", () => sent.destroy(new Error("no answer")));
      sent.on("response", (response) => {
        response
          .setEncoding("utf8")
          .toArray()
          .then(
            (parts) => resolve({ status: response.statusCode ?? 0, text: parts.join(""), wasIdle: false }),
            fail,
          );
      });
      sent.end(body && JSON.stringify(body));
    });
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly problem?: string;
  readonly wasIdle: boolean;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
