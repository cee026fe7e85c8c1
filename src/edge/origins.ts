import type { Instant } from "../instant.ts";
import { parseInstant } from "../instant.ts";
import { EDGE_HEADERS, EDGE_PROTOCOL, SERVER_HEADERS } from "../updates/edge-protocol.ts";
import type { OriginClock } from "./origin-clock.ts";

/** What is asked of a server. */
export interface OriginCall {
  /** The path with its query. */
  readonly path: string;
  /** Longest time in milliseconds until the whole answer is there. */
  readonly patienceMs: number;
  /** What is sent, and its media type; undefined for a GET. */
  readonly lines?: string;
  readonly type?: string;
}

/** Why no server gave an answer that helps. */
export class OriginFailure extends Error {
  /** The status of the answer, or null if none came. */
  readonly status: number | null;
  /** The code of the refusal, or null if the answer has none. */
  readonly code: string | null;
  /** After how many milliseconds the server may be asked again, or null if it does not say. */
  readonly afterMs: number | null;

  constructor(message: string, said: Partial<Pick<OriginFailure, "status" | "code" | "afterMs">> = {}) {
    super(message);
    this.status = said.status ?? null;
    this.code = said.code ?? null;
    this.afterMs = said.afterMs ?? null;
  }
}

/** The servers behind an edge. One is asked until it fails; then the next of them is. */
export class Origins {
  readonly #urls: readonly string[];
  readonly #headers: Readonly<Record<string, string>>;
  readonly #clock: OriginClock;
  #current = 0;
  readonly #ended = new AbortController();

  /** `name`: of this process, the same in each call. */
  constructor(
    urls: readonly string[],
    { key, name, clock }: { key: string; name: string; clock: OriginClock },
  ) {
    this.#urls = urls;
    this.#clock = clock;
    this.#headers = {
      authorization: `Bearer ${key}`,
      [EDGE_HEADERS.protocol]: EDGE_PROTOCOL,
      [EDGE_HEADERS.edge]: name,
    };
  }

  /** The address of the server that is asked first. */
  get current(): string {
    return this.#urls[this.#current] ?? "";
  }

  /** Asks the next server first from now on. */
  passOn(): void {
    this.#current = (this.#current + 1) % this.#urls.length;
  }

  /** Ends what is under way; every later call fails. */
  end(): void {
    this.#ended.abort(new OriginFailure("the edge stops"));
  }

  /**
   * Asks the servers in turn, until `read` has read the answer of one. Throws the failure of the last of them, or at once
   * a refusal that every server would give (a status from 400 to 499 but 401, 404, 408 and 429).
   */
  async ask<Value>(call: OriginCall, read: (answer: Response) => Promise<Value>): Promise<Value> {
    let failure: unknown = new OriginFailure("there is no server to ask");
    for (let tried = 0; tried < this.#urls.length; tried++) {
      const asked = this.#current;
      try {
        return await this.#askOne(call, read);
      } catch (error) {
        if (this.#ended.signal.aborted) throw this.#ended.signal.reason;
        if (error instanceof OriginFailure && isFinal(error.status)) throw error;
        failure = error;
        if (this.#current === asked) this.passOn();
      }
    }
    throw failure;
  }

  async #askOne<Value>(
    { path, patienceMs, lines, type }: OriginCall,
    read: (answer: Response) => Promise<Value>,
  ): Promise<Value> {
    const signal = AbortSignal.any([this.#ended.signal, AbortSignal.timeout(patienceMs)]);
    const askedAt = Date.now();
    const headers = type === undefined ? this.#headers : { ...this.#headers, "content-type": type };
    const sending = lines === undefined ? {} : { method: "POST", body: lines };
    // What leads elsewhere must not get the key.
    const answer = await fetch(this.current + path, { headers, redirect: "error", signal, ...sending });
    if (!answer.ok) throw await failureOf(answer);
    const at = instantOf(answer);
    if (at !== null) this.#clock.compare(askedAt, at, Date.now());
    return read(answer);
  }
}

/** Whether another server would refuse the same. */
function isFinal(status: number | null): boolean {
  return status !== null && status >= 400 && status < 500 && ![401, 404, 408, 429].includes(status);
}

/** The most characters of an answer that are read for its refusal. */
const MOST_CHARACTERS = 2_000;

async function failureOf(answer: Response): Promise<OriginFailure> {
  const { status, url } = answer;
  const text = (await answer.text()).slice(0, MOST_CHARACTERS);
  const after = Number(answer.headers.get("retry-after") ?? Number.NaN);
  const { code, message } = readRefusal(text);
  const said = message ?? "it gives no reason";
  return new OriginFailure(`${new URL(url).origin} answered ${status}: ${said}`, {
    status,
    code,
    afterMs: Number.isFinite(after) ? after * 1000 : null,
  });
}

function readRefusal(text: string): { readonly code: string | null; readonly message: string | null } {
  try {
    const { message, errors } = JSON.parse(text) as { message?: unknown; errors?: { code?: unknown }[] };
    const code = errors?.[0]?.code;
    return {
      code: typeof code === "string" ? code : null,
      message: typeof message === "string" ? message : null,
    };
  } catch {
    return { code: null, message: null };
  }
}

function instantOf({ headers }: Response): Instant | null {
  const said = parseInstant(headers.get(SERVER_HEADERS.now) ?? "");
  return said.ok ? said.value : null;
}
