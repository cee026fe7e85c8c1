import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { expand, linesOf, nameOf, type Segment } from "../../../src/store/archive/segment.ts";
import { ArchiveFault, type SegmentFiles } from "../../../src/store/archive/segment-files.ts";
import { archivedThrough, findSegments } from "../../../src/store/archive/segment-table.ts";
import { entriesAbout, entriesAfter, selectAfter } from "../../../src/store/ledger/ledger-table.ts";
import { listEntries } from "../../../src/store/ledger/list-entries.ts";
import type { Store } from "../../../src/store/store.ts";
import { verifyLedger } from "../../../src/store/verify/verify-ledger.ts";
import { DATABASE_KINDS } from "../../support/databases.ts";
import { change, recordAll } from "../../support/recorded.ts";
import { aPartner, aToken, at, defaultOf } from "../../support/records.ts";
import { archivableStore, archive, filesOf } from "./archivable-store.ts";

const PARTNERS = [aPartner({ name: "Alpha" }), aPartner({ name: "Beta" })];
const TOKEN = aToken();

/** Twelve entries, one a day: partners, their defaults, a token that is changed after it was made. */
async function writeHistory(store: Store): Promise<void> {
  let day = 1;
  const next = () => at(`2026-01-${String(day++).padStart(2, "0")}`);
  for (const one of PARTNERS) {
    await recordAll(store, [{ subject: "partner", id: one.id, before: null, after: one }], next());
  }
  const token = { id: TOKEN.id, action: "create_token", after: TOKEN };
  await change(store, (one) => one.recordToken(token, "a hash"), next());
  const renamed = { ...TOKEN, name: "Other" };
  await recordAll(store, [{ subject: "token", id: TOKEN.id, before: TOKEN, after: renamed }], next());
  let before: ReturnType<typeof defaultOf> | null = null;
  for (let weeks = 1; weeks <= 8; weeks++) {
    const after = defaultOf(`slow:${weeks}`);
    await recordAll(store, [{ subject: "partner_settings", id: PARTNERS[0]!.id, before, after }], next());
    before = after;
  }
}

describe.each(DATABASE_KINDS)("archiving the ledger (%s)", (kind) => {
  let store: Store;
  beforeEach(async () => {
    store = await archivableStore(kind);
    await writeHistory(store);
  });
  afterEach(() => store.close());

  const segments = async () => {
    const found: Segment[] = [];
    for await (const segment of findSegments(store.database, {})) found.push(segment);
    return found;
  };
  const stored = async () => (await selectAfter(store.database, 0, 100)).map(({ sequence }) => sequence);
  const codes = async () =>
    (await verifyLedger(store)).findings.map(({ code, sequence }) => `${code} ${sequence}`);
  /** Replaces a function of the archive's storage. */
  const replace = async (part: Partial<SegmentFiles>) => Object.assign(await filesOf(store), part);
  const bytesOf = async (segment: Segment) =>
    (await (await filesOf(store)).read(nameOf(segment))) as Uint8Array;

  test("leaves the last entry about each subject, and the last one with a digest of a credential", async () => {
    expect(await archive(store, 5)).toEqual({ ok: true, value: { segments: 2, entries: 10, through: 10 } });
    expect(await stored()).toEqual([1, 2, 3, 4, 10, 11, 12]);
    expect(await archive(store, 2)).toEqual({ ok: true, value: { segments: 1, entries: 2, through: 12 } });
    expect(await stored()).toEqual([1, 2, 3, 4, 12]);
    expect(await codes()).toEqual([]);
    await recordAll(
      store,
      [{ subject: "partner", id: PARTNERS[1]!.id, before: PARTNERS[1]!, after: null }],
      at("2026-03-01"),
    );
    expect(await archive(store, 1)).toMatchObject({ ok: true, value: { segments: 1 } });
    expect(await stored()).toEqual([1, 3, 4, 12, 13]);
    expect(await codes()).toEqual([]);
  });

  test("archives whole segments only, of entries before an instant and up to a sequence", async () => {
    expect(await archive(store, 5, { before: at("2026-01-05") })).toMatchObject({ value: { segments: 0 } });
    expect(await archive(store, 5, { through: 4 })).toMatchObject({ value: { segments: 0 } });
    expect(await sql`select from ledger`.execute(store.database)).toMatchObject({ rows: { length: 12 } });
    expect(await archive(store, 5, { before: at("2026-01-06") })).toMatchObject({ value: { through: 5 } });
    expect(await archive(store, 3, { through: 9 })).toMatchObject({ value: { through: 8 } });
  });

  test("writes files of which anyone can compute the chain again", async () => {
    await archive(store, 4);
    let previousHash = "0".repeat(64);
    for (const segment of await segments()) {
      expect(nameOf(segment)).toBe(
        `${segment.firstSequence}-${segment.lastSequence}-${segment.lastHash.slice(0, 16)}.ndjson.gz`,
      );
      for (const line of linesOf(await expand(await bytesOf(segment)))) {
        const { hash, ...covered } = JSON.parse(line);
        expect(covered.previousHash).toBe(previousHash);
        previousHash = createHash("sha256")
          .update(String(canonicalize(covered)))
          .digest("hex");
        expect(hash).toBe(previousHash);
      }
    }
  });

  test.each([
    ["before the file is written", async () => Promise.reject(new ArchiveFault("no room")), undefined],
    ["when the file reads back otherwise", undefined, async () => new Uint8Array([1, 2, 3])],
    ["when the file is not there after it was written", undefined, async () => null],
  ])("changes nothing if it breaks off %s, and goes on the next time", async (_, write, read) => {
    const before = await entriesAfter(store.database, 0, 100);
    const whole = { ...(await filesOf(store)) };
    await replace({ ...(write && { write }), ...(read && { read }) });
    await expect(archive(store, 5)).rejects.toThrow(ArchiveFault);
    await replace(whole);
    expect(await archivedThrough(store.database)).toBe(0);
    expect(await stored()).toHaveLength(12);
    expect(await archive(store, 5)).toMatchObject({ value: { segments: 2 } });
    expect(await entriesAfter(store.database, 0, 100)).toEqual(before);
    expect(await codes()).toEqual([]);
  });

  test.each([
    ["the row of the segment", "ledger_segments", "insert"],
    ["the entries that leave", "ledger_kept", "delete"],
  ])("changes nothing if the database fails at %s, although the file is there", async (_, table, act) => {
    const before = await entriesAfter(store.database, 0, 100);
    await archive(store, 5, { through: 5 });
    await sql`create function fail() returns trigger language plpgsql as $$ begin raise 'no more'; end $$`.execute(
      store.database,
    );
    const on = sql`before ${sql.raw(act)} on ${sql.table(table)}`;
    await sql`create trigger fails ${on} for each row execute function fail()`.execute(store.database);
    await expect(archive(store, 5)).rejects.toThrow("no more");
    await sql`drop trigger fails on ${sql.table(table)}`.execute(store.database);
    expect(await archivedThrough(store.database)).toBe(5);
    expect(await entriesAfter(store.database, 0, 100)).toEqual(before);
    expect(await archive(store, 5)).toMatchObject({ value: { segments: 1, through: 10 } });
    expect(await entriesAfter(store.database, 0, 100)).toEqual(before);
    expect(await codes()).toEqual([]);
  });

  const damage: readonly [string, (files: SegmentFiles, all: readonly Segment[]) => Promise<void>][] = [
    [
      "a flipped bit",
      async (files, [, segment]) => {
        const bytes = Uint8Array.from((await files.read(nameOf(segment!)))!);
        bytes[bytes.length >> 1]! ^= 4;
        await files.write(nameOf(segment!), bytes);
      },
    ],
    [
      "a file that is cut off",
      async (files, [, segment]) =>
        files.write(nameOf(segment!), (await files.read(nameOf(segment!)))!.slice(0, -20)),
    ],
    [
      "another segment's file",
      async (files, [other, segment]) => files.write(nameOf(segment!), (await files.read(nameOf(other!)))!),
    ],
    ["an empty file", (files, [, segment]) => files.write(nameOf(segment!), new Uint8Array())],
    [
      "a file that is missing",
      async (files, [, segment]) => {
        const read = files.read.bind(files);
        Object.assign(files, {
          read: async (name: string) => (name === nameOf(segment!) ? null : read(name)),
        });
      },
    ],
  ];
  test.each(damage)("finds %s, and gives no answer that needs it", async (_, harm) => {
    await archive(store, 3);
    await harm(await filesOf(store), await segments());
    expect(await codes()).toEqual(["segment_unreadable 4"]);
    await expect(entriesAfter(store.database, 2, 5)).rejects.toThrow(ArchiveFault);
    await expect(listEntries(store.database, { max: 10 })).rejects.toThrow(ArchiveFault);
    const settings = { subject: "partner_settings", id: PARTNERS[0]!.id } as const;
    await expect(entriesAbout(store.database, [settings])).rejects.toThrow(ArchiveFault);
    // What is elsewhere is answered.
    expect(await listEntries(store.database, { max: 3 })).toHaveLength(3);
    expect(await entriesAbout(store.database, [{ subject: "partner", id: PARTNERS[0]!.id }])).toHaveLength(1);
  });

  test.each([
    [
      "a row of a segment that is gone",
      "delete from ledger_segments where last_sequence = 6",
      ["sequence_gap 7", "chain_broken 7"],
    ],
    [
      "two rows that are exchanged",
      `update ledger_segments one set last_sequence = -other.last_sequence, first_sequence = other.first_sequence,
         last_hash = other.last_hash, previous_hash = other.previous_hash
         from ledger_segments other where one.last_sequence + other.last_sequence = 15 and abs(one.last_sequence - other.last_sequence) = 3;
       update ledger_segments set last_sequence = -last_sequence where last_sequence < 0`,
      ["segment_unreadable 4", "segment_unreadable 7"],
    ],
    [
      "an index that leads to too little",
      "update ledger_segments set keys = keys[2:] where last_sequence = 6",
      ["segment_differs 4"],
    ],
    [
      "an instant that hides a segment",
      "update ledger_segments set last_at = first_at where last_sequence = 9",
      ["segment_differs 7"],
    ],
    [
      "a changed entry that was left in the database",
      "update ledger_kept set action = 'other' where sequence = 3",
      ["entry_changed 3"],
    ],
    [
      "the last entry of something that is gone with it",
      `delete from ledger_kept where subject_id = '${PARTNERS[1]!.id}'; delete from partners where id = '${PARTNERS[1]!.id}'`,
      ["entry_missing 2"],
    ],
    [
      "the digest of a credential that is gone",
      "delete from ledger_kept where sequence = 3; update tokens set secret_hash = 'another'",
      ["entry_missing 3"],
    ],
    [
      "an entry that was put before the first",
      "insert into ledger_kept select -5, change, at, actor, action, subject, 'x', null, before, after, previous_hash, hash from ledger_kept where sequence = 3",
      ["sequence_gap -5", "chain_broken -5"],
    ],
  ])("finds %s", async (_, tampering, expected) => {
    await archive(store, 3);
    expect(await codes()).toEqual([]);
    for (const statement of tampering.split(";")) await sql.raw(statement).execute(store.database);
    expect(await codes()).toEqual(expect.arrayContaining(expected));
  });

  test("refuses a ledger that does not hold, and leaves it as it is", async () => {
    await sql`update ledger set action = 'other' where sequence = 7`.execute(store.database);
    expect(await archive(store, 5)).toMatchObject({ ok: false, error: { code: "ledger_broken" } });
    expect(await archivedThrough(store.database)).toBe(5);
    expect((await stored()).slice(-7)).toEqual([6, 7, 8, 9, 10, 11, 12]);
  });

  test("refuses entries that do not begin with what the one before left: nobody would find them there", async () => {
    const { id } = PARTNERS[0]!;
    await recordAll(
      store,
      [{ subject: "partner_settings", id, before: defaultOf("slow:11"), after: defaultOf("slow:12") }],
      at("2026-02-01"),
    );
    expect(await archive(store, 13)).toMatchObject({ ok: false, error: { code: "ledger_broken" } });
    expect(await codes()).toEqual(["state_skipped 13"]);
    expect(await archive(store, 12)).toMatchObject({ ok: true });
    expect(await codes()).toEqual(["state_skipped 13"]);
  });

  test("takes the ledger away from servers of the version before, which would take the rest for all of it", async () => {
    await archive(store, 5);
    const code = (statement: string) =>
      sql
        .raw(statement)
        .execute(store.database)
        .then(
          () => "done",
          (error) => error.code,
        );
    expect(await code("select sequence from ledger where sequence > 3 limit 5")).toBe("40001");
    const columns = "sequence, change, at, actor, action, subject, subject_id, previous_hash, hash";
    expect(
      await code(
        `insert into ledger (${columns}) select 13, 13, at, actor, action, subject, subject_id, hash, hash from ledger_kept`,
      ),
    ).toBe("40001");
    await recordAll(
      store,
      [{ subject: "partner", id: PARTNERS[0]!.id, before: PARTNERS[0]!, after: null }],
      at("2026-03-01"),
    );
    expect(await codes()).toEqual([]);
  });

  test("goes on where a check left off, and finds an entry there that is not the noted one", async () => {
    await archive(store, 5);
    const [fourth, ninth, last] = (await entriesAfter(store.database, 0, 100)).filter(({ sequence }) =>
      [4, 9, 12].includes(sequence),
    );
    for (const from of [fourth!, ninth!, last!]) {
      const { findings, count, head } = await verifyLedger(store, { from, expected: from });
      expect({ findings, count, last: head.sequence }).toEqual({
        findings: [],
        count: 12 - from.sequence,
        last: 12,
      });
    }
    const wrong = { sequence: 9, hash: "f".repeat(64) };
    expect((await verifyLedger(store, { from: wrong })).findings).toMatchObject([
      { code: "expected_entry_missing", sequence: 9 },
    ]);
    const early = { sequence: 4, hash: "f".repeat(64) };
    expect((await verifyLedger(store, { from: ninth, expected: early })).findings).toMatchObject([
      { code: "expected_entry_missing", sequence: 4 },
    ]);
  });
});
