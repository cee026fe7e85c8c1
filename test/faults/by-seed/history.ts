import type { Architecture, Platform } from "../../../src/catalog/platform.ts";
import { parseRunningVersion } from "../../../src/catalog/running-version.ts";
import type { Instant } from "../../../src/instant.ts";
import type { LedgerPosition } from "../../../src/ledger/entry.ts";
import { LEDGER_START } from "../../../src/ledger/hash.ts";
import { decide, type GoverningStanding } from "../../../src/policy/decide.ts";
import { foldHistory } from "../../../src/policy/history.ts";
import { GOVERNED_BY_VENDOR, governedOf } from "../../../src/policy/organization-state.ts";
import { toVerdictAnswer } from "../../../src/updates/verdict-answer.ts";
import {
  calendarOf,
  EMPTY_WORLD,
  momentsOf,
  type PolicyWorld,
  type Recorded,
} from "../../spec/policy-world.ts";

/** What an installation asks with. */
export interface Asked {
  readonly organization: string;
  readonly user: string | null;
  readonly installation: string;
  readonly platform: Platform;
  readonly arch: Architecture;
  readonly running: string;
}

/** A state of the ledger that was committed, or was about to be, at the end of one transaction. */
export interface Node {
  readonly position: LedgerPosition;
  readonly past: readonly Recorded[];
  readonly world: PolicyWorld;
  readonly governed: Map<string, GoverningStanding>;
}

/**
 * Every state that the ledger ever had at the end of a transaction, also those that the database lost again, by hash. What
 * an installation must be answered follows from one of them, computed from its whole past.
 */
export class History {
  readonly #nodes = new Map<string, Node>();

  constructor() {
    this.#add({ position: LEDGER_START, past: [], world: EMPTY_WORLD, governed: new Map() });
  }

  /** The state after the entry with this hash, or null if no transaction ended with it. */
  at({ hash }: LedgerPosition): Node | null {
    return this.#nodes.get(hash) ?? null;
  }

  /** Adds the state after one more transaction. */
  add(before: Node, position: LedgerPosition, recorded: Recorded): void {
    const past = before.past.concat(recorded);
    this.#add({ position, past, world: recorded.world, governed: new Map() });
  }

  #add(node: Node): void {
    this.#nodes.set(node.position.hash, node);
  }
}

/** The answer of a check at a state of the ledger, without when to ask again, as JSON. */
export function rightAnswer(node: Node, asked: Asked, at: Instant, origin: string): string {
  const running = parseRunningVersion(asked.running);
  const { platform, arch, installation } = asked;
  const question = {
    at,
    target: { platform, arch, formats: null },
    running,
    installation,
    installedAt: null,
    manual: false,
    os: null,
    isManaged: false,
  };
  const verdict = decide(question, governedAt(node, asked), calendarOf(node.world));
  return JSON.stringify(toVerdictAnswer(verdict, running, origin));
}

function governedAt(node: Node, { organization, user }: Asked): GoverningStanding {
  const key = `${organization} ${user}`;
  const known = node.governed.get(key) ?? fold(node.past, organization, user);
  node.governed.set(key, known);
  return known;
}

function fold(past: readonly Recorded[], organization: string, user: string | null): GoverningStanding {
  const end = past.at(-1)?.at;
  if (end === undefined) return GOVERNED_BY_VENDOR;
  const state = foldHistory(momentsOf(past, organization, user), end);
  return state.organization ? governedOf(state.organization, state.user) : GOVERNED_BY_VENDOR;
}
