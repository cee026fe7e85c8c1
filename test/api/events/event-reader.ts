import { type ClientRequest, request } from "node:http";
import { expect, vi } from "vitest";
import type { TestServer } from "../../support/running-server.ts";

/** One server-sent event as it came. */
export interface ReadEvent {
  readonly type: string;
  readonly id: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: what a server tells is read field by field
  readonly data: any;
}

/** Reads a stream of events as the specification of server-sent events says. */
export class EventReader {
  readonly events: ReadEvent[] = [];
  readonly comments: string[] = [];
  status = 0;
  headers: Readonly<Record<string, unknown>> = {};
  /** What a browser would name when it comes back. */
  lastId: string | null = null;
  isOver = false;
  readonly #request: ClientRequest;
  #rest = "";

  constructor(server: TestServer, headers: Record<string, string>, path = "/v1/events") {
    this.#request = request(server.url + path, { headers, agent: false }, (response) => {
      this.status = response.statusCode ?? 0;
      this.headers = response.headers;
      response.setEncoding("utf8").on("data", (text: string) => this.#take(text));
      response.on("close", () => {
        this.isOver = true;
      });
    });
    this.#request.on("error", () => {
      this.isOver = true;
    });
    this.#request.end();
  }

  /** Opens one that is ready. */
  static async open(
    server: TestServer,
    token: string,
    headers: Record<string, string> = {},
  ): Promise<EventReader> {
    const reader = new EventReader(server, { authorization: `Bearer ${token}`, ...headers });
    await reader.until((one) => one.type === "ready" || one.type === "reset");
    return reader;
  }

  /** Waits for an event; gives it. */
  async until(isIt: (event: ReadEvent) => boolean): Promise<ReadEvent> {
    return vi.waitFor(
      () => {
        const found = this.events.find(isIt);
        expect(found, JSON.stringify(this.events)).toBeDefined();
        return found as ReadEvent;
      },
      { timeout: 3_000, interval: 5 },
    );
  }

  /** Waits until it has come as far in the ledger as this; gives all changes so far. */
  async changesUpTo(sequence: number): Promise<ReadEvent[]> {
    await vi.waitFor(() => expect(Number.parseInt(this.lastId ?? "", 10)).toBeGreaterThanOrEqual(sequence), {
      timeout: 3_000,
      interval: 5,
    });
    return this.events.filter(({ type }) => type === "change");
  }

  async untilOver(): Promise<void> {
    await vi.waitFor(() => expect(this.isOver).toBe(true), { timeout: 3_000, interval: 5 });
  }

  close(): void {
    this.#request.destroy();
  }

  #take(text: string): void {
    const blocks = (this.#rest + text).split("\n\n");
    this.#rest = blocks.pop() ?? "";
    for (const block of blocks) this.#takeBlock(block.split("\n"));
  }

  #takeBlock(lines: readonly string[]): void {
    const field = (name: string) =>
      lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? null;
    this.comments.push(...lines.filter((line) => line.startsWith(":")));
    this.lastId = field("id") ?? this.lastId;
    const data = field("data");
    if (data !== null)
      this.events.push({ type: field("event") ?? "message", id: field("id"), data: JSON.parse(data) });
  }
}
