import fc from "fast-check";
import { expect, test } from "vitest";
import { toInstant } from "../../src/instant.ts";
import { type EdgeKeys, readEdgeKeys } from "../../src/updates/edge-keys.ts";

const KEY = { id: "one", publicKey: "public", privateKey: "private", createdAt: toInstant(1) };
const KEYS: EdgeKeys = {
  keys: { apt: [KEY, { ...KEY, id: "retired", privateKey: null }], tuf: [], omaha: [KEY] },
  roots: [{ version: 1, metadata: "{}", addedAt: toInstant(2) }],
};

test("keys are read as they were sent", () => {
  expect(readEdgeKeys(JSON.parse(JSON.stringify(KEYS)))).toEqual(KEYS);
});

test("of any other JSON no keys are read, and nothing throws", () => {
  fc.assert(fc.property(fc.jsonValue(), (json) => void expect(readEdgeKeys(json)).toBeNull()));
});

test.each([
  ["a purpose is missing", { ...KEYS, keys: { apt: [], tuf: [] } }],
  ["a key has no public half", { ...KEYS, keys: { ...KEYS.keys, tuf: [{ ...KEY, publicKey: 7 }] } }],
  ["a key was made at no instant", { ...KEYS, keys: { ...KEYS.keys, tuf: [{ ...KEY, createdAt: "1" }] } }],
  ["a root has no version", { ...KEYS, roots: [{ metadata: "{}", addedAt: 2 }] }],
])("keys are none if %s", (_what, json) => {
  expect(readEdgeKeys(json)).toBeNull();
});
