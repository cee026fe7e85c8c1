import { expect, test } from "vitest";
import { newSigningKey, prepareSigningKeys } from "../../src/api/signing/signing-keys.ts";
import {
  findPrivateKey,
  keepFirstSigningKey,
  keepPublicKey,
  listSigningKeys,
  rotateSigningKey,
} from "../../src/store/tables/signing-key-table.ts";
import { eachDatabase } from "../support/each-database.ts";
import { at } from "../support/records.ts";

const START = at("2026-03-01");
const LATER = at("2026-06-01T08:00:00Z");

eachDatabase("the keys that sign manifests", (store) => {
  test("of several servers that start at once there is one, and all sign with it", async () => {
    const { database } = store();
    const prepared = await Promise.all([1, 2, 3, 4].map(() => prepareSigningKeys(database, null, START)));
    const signers = new Set<string>();
    for (const one of prepared) if (one.ok) signers.add((await one.value.now()).signer.id);
    expect(prepared.every(({ ok }) => ok)).toBe(true);
    expect([...signers]).toEqual((await listSigningKeys(database)).map(({ id }) => id));
    expect(signers.size).toBe(1);
  });

  test("stay what they are: a second first key is not kept", async () => {
    const { database } = store();
    const [first, second] = [newSigningKey(START), newSigningKey(START)];
    await keepFirstSigningKey(database, first);
    await keepFirstSigningKey(database, second);
    expect(await findPrivateKey(database)).toBe(first.privateKey);
    const { privateKey: _, ...listed } = first;
    expect(await listSigningKeys(database)).toEqual([{ ...listed, retiredAt: null }]);
  });

  test("are rotated: the old one stays listed, its private half is forgotten", async () => {
    const { database } = store();
    const [first, second] = [newSigningKey(START), newSigningKey(LATER)];
    expect(await rotateSigningKey(database, first)).toBeNull();
    expect(await rotateSigningKey(database, second)).toBe(first.id);
    expect(await findPrivateKey(database)).toBe(second.privateKey);
    expect(await listSigningKeys(database)).toMatchObject([
      { id: second.id, createdAt: LATER, retiredAt: null },
      { id: first.id, createdAt: START, retiredAt: LATER },
    ]);
    const rows = await database.selectFrom("signing_keys").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(first.privateKey.split("\n")[1]);
  });

  test("rotated by two at once end as one that signs", async () => {
    const { database } = store();
    await keepFirstSigningKey(database, newSigningKey(START));
    await Promise.all([1, 2, 3].map(() => rotateSigningKey(database, newSigningKey(LATER))));
    const keys = await listSigningKeys(database);
    expect(keys).toHaveLength(4);
    expect(keys.filter(({ retiredAt }) => retiredAt === null)).toHaveLength(1);
  });

  test("that lie elsewhere are listed by their public half, once", async () => {
    const { database } = store();
    const { privateKey: _, ...key } = newSigningKey(START);
    await keepPublicKey(database, key);
    await keepPublicKey(database, { ...key, createdAt: LATER });
    expect(await findPrivateKey(database)).toBeNull();
    expect(await listSigningKeys(database)).toEqual([{ ...key, retiredAt: null }]);
  });
});
