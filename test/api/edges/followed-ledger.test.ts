import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { findEntries } from "../../../src/api/edges/find-entries.ts";
import { RecentEntries } from "../../../src/api/edges/recent-entries.ts";
import { LedgerFollower } from "../../../src/fleet/ledger-follower.ts";
import { World } from "../../../src/fleet/world.ts";
import { differencesBetween } from "../../../src/fleet/world-differences.ts";
import type { LedgerEntry, LedgerPosition, LedgerSource } from "../../../src/ledger/entry.ts";
import { LEDGER_START } from "../../../src/ledger/hash.ts";
import { fromSentEntry } from "../../../src/ledger/sent-entry.ts";
import { changesOf, idOf } from "../../fleet/entries.ts";
import { keptChanges } from "../../fleet/kept-ledger.ts";

type Changes = readonly (readonly LedgerEntry[])[];

/** A ledger in memory to which transactions are added whole, with hashes that are as good as real ones. */
class Ledger implements LedgerSource {
  readonly entries: LedgerEntry[] = [];

  append(change: readonly LedgerEntry[]): void {
    for (const entry of change) {
      const previousHash = this.entries.at(-1)?.hash ?? LEDGER_START.hash;
      const hash = createHash("sha256").update(`${previousHash} ${entry.sequence}`).digest("hex");
      this.entries.push({ ...entry, previousHash, hash });
    }
  }

  async entriesAfter(
    { sequence, hash }: LedgerPosition,
    max: number,
  ): Promise<readonly LedgerEntry[] | null> {
    const known = sequence === 0 ? LEDGER_START : this.entries[sequence - 1];
    return known?.hash === hash ? this.entries.slice(sequence, sequence + max) : null;
  }
}

/** The ledger as an edge gets it from a server, asked for so many entries at once, in turn; `seen` gets every text. */
function wire(
  sources: Parameters<typeof findEntries>[0],
  sizes: readonly number[],
  seen: string[],
): LedgerSource {
  let turn = 0;
  const ask = async (position: LedgerPosition, max: number) => {
    const asked = { position, max, waitMs: 0, signal: new AbortController().signal };
    const found = await findEntries(sources, asked);
    if (!found.ok) return null;
    let text = "";
    for await (const part of found.value) text += part;
    seen.push(text);
    const lines = text.split("\n").filter((line) => line !== "");
    return lines.map((line) => fromSentEntry(JSON.parse(line)));
  };
  return {
    async entriesAfter(position, max) {
      const entries: LedgerEntry[] = [];
      for (;;) {
        const size = Math.min(sizes[turn++ % sizes.length] ?? 1, max - entries.length);
        const more = await ask(entries.at(-1) ?? position, size);
        if (!more) return null;
        entries.push(...more);
        if (more.length < size || entries.length === max) return entries;
      }
    },
  };
}

/** A server that follows a ledger, and an edge that follows the server. */
function follow(ledger: Ledger, sizes: readonly number[]) {
  const server = new LedgerFollower(ledger, new World());
  const seen: string[] = [];
  const recent = new RecentEntries(server);
  const edge = new LedgerFollower(wire({ recent, ledger }, sizes, seen), new World());
  return { server, edge, seen, recent };
}

/** Whether the server, the edge, both or neither look at the ledger after a change. */
const LOOKS = ["neither", "server", "edge", "both"] as const;
const plan = fc.record({
  seed: fc.integer({ min: 0, max: 400 }),
  sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
  looks: fc.array(fc.constantFrom(...LOOKS), { minLength: 1, maxLength: 12 }),
});

/** Seed 0 stands for the kept ledger, which has every kind of record. */
function ledgerOf(seed: number): Changes {
  return seed === 0 ? keptChanges() : changesOf(seed);
}

/** A world that reads the ledger itself, one transaction after another, up to an entry. */
function readUpTo(reference: World, ledger: Ledger, changes: Changes, sequence: number): void {
  for (const change of changes) {
    const [first] = change;
    if (!first || first.sequence <= reference.sequence || first.sequence > sequence) continue;
    reference.apply(ledger.entries.slice(first.sequence - 1, first.sequence - 1 + change.length));
  }
}

test("a world that follows a server in pieces of any size stands at ends of transactions, as one that reads the database", async () => {
  const property = fc.asyncProperty(plan, async ({ seed, sizes, looks }) => {
    const ledger = new Ledger();
    const { server, edge } = follow(ledger, sizes);
    const reference = new World();
    const changes = ledgerOf(seed);
    for (const [index, change] of changes.entries()) {
      ledger.append(change);
      const look = looks[index % looks.length];
      if (look !== "edge" && look !== "neither") await server.catchUp();
      if (look !== "server" && look !== "neither") await edge.catchUp();
      readUpTo(reference, ledger, changes, edge.world.sequence);
      expect([...differencesBetween(reference, edge.world)], `change ${index}`).toEqual([]);
      expect(edge.world.head).toEqual(reference.head);
      expect([edge.world.position.brokenAt, edge.hasDiverged]).toEqual([null, false]);
    }
    await server.catchUp();
    await edge.catchUp();
    expect(edge.world.head).toEqual(server.world.head);
  });
  await fc.assert(property, { numRuns: 150 });
});

test("what a server sends has every entry once, and is the same from memory as from the database", async () => {
  const ledger = new Ledger();
  const { server, edge, seen } = follow(ledger, [3]);
  const other = follow(ledger, [5]);
  await edge.catchUp();
  for (const change of keptChanges()) {
    ledger.append(change);
    await server.catchUp();
    await edge.catchUp();
  }
  // No edge had asked this server, so it kept none in memory.
  await other.server.catchUp();
  await other.edge.catchUp();
  expect(seen.join("")).toBe(other.seen.join(""));
  expect(seen.join("").trim().split("\n").length).toBe(ledger.entries.length);
});

test("a transaction of more entries than any answer has is in force at once, from the database and from memory", async () => {
  const at = keptChanges()[0]?.[0]?.at;
  const many = Array.from({ length: 4_100 }, (_, index) => {
    const id = idOf(`organization ${index}`);
    const after = { id, name: "", partnerIds: [], customerNumbers: {}, createdAt: at };
    const where = { sequence: index + 1, change: 1, at, subject: "organization", id, organizationId: id };
    return { ...where, after };
  }) as unknown as readonly LedgerEntry[];
  for (const isKnown of [false, true]) {
    const ledger = new Ledger();
    const { server, edge } = follow(ledger, [2_000]);
    const stood: number[] = [];
    edge.onApplied(({ last }) => stood.push(last));
    if (isKnown) await edge.catchUp();
    ledger.append(many);
    await server.catchUp();
    await edge.catchUp();
    expect([stood, edge.world.organizations.count]).toEqual([[4_100], 4_100]);
  }
});

test("an edge whose entry the ledger has lost is told so, and one that is ahead of its server is not", async () => {
  const ledger = new Ledger();
  const [first = [], second = []] = keptChanges();
  ledger.append(first);
  ledger.append(second);
  const { server, recent } = follow(ledger, [1]);
  await server.catchUp();
  const ask = (position: LedgerPosition) =>
    findEntries({ recent, ledger }, { position, max: 1, waitMs: 0, signal: new AbortController().signal });
  const ahead = { sequence: 9, hash: "0".repeat(64) };
  expect(await ask(ahead)).toMatchObject({ ok: false, error: { code: "position_unknown" } });
  expect(await ask({ ...server.world.head, hash: "0".repeat(64) })).toMatchObject({ ok: false });
  ledger.append([{ ...(second[0] as LedgerEntry), sequence: 3, change: 3 }]);
  const { sequence, hash } = ledger.entries[2] as LedgerEntry;
  expect(await ask({ sequence, hash })).toMatchObject({ ok: true });
});
