import { describe, expect, test } from "vitest";
import { RefusedError } from "../../src/web/data/refused.ts";
import { ownChanges, rememberChange, undoOwnChange } from "../../src/web/ui/own-changes.ts";

const done = async () => undefined;
const stateOf = (id: number) => ownChanges().find((change) => change.id === id)?.state;
const refuse = (status: number) => async () => {
  throw new RefusedError({ code: "some_code", message: "no", status });
};

describe("the changes that a person made in a tab", () => {
  test("come the newest first, and the oldest of more than 20 go", () => {
    const ids = Array.from({ length: 25 }, (_, at) => rememberChange({ text: `change ${at}` }, at));
    expect(ownChanges().map(({ id }) => id)).toEqual(ids.slice(5).reverse());
    expect(ownChanges().every(({ state }) => state === "final")).toBe(true);
  });

  test("are undone once", async () => {
    let undone = 0;
    const undo = async () => void undone++;
    const id = rememberChange({ text: "Fjord Shipping", undo, thing: "organization/1" });
    const both = await Promise.all([undoOwnChange(id), undoOwnChange(id)]);
    expect([both, undone, stateOf(id)]).toEqual([["undone", null], 1, "undone"]);
    expect(await undoOwnChange(id)).toBe(null);
  });

  test("are overtaken by the next one of the same thing, and by no other", () => {
    const first = rememberChange({ text: "first", undo: done, thing: "organization/1" });
    const other = rememberChange({ text: "other", undo: done, thing: "organization/2" });
    const second = rememberChange({ text: "second", undo: done, thing: "organization/1" });
    expect([first, other, second].map(stateOf)).toEqual(["overtaken", "undoable", "undoable"]);
  });

  test("can be tried again when the server was not reached, and not when it refused", async () => {
    for (const [status, end, state] of [
      [0, "failed", "undoable"],
      [503, "failed", "undoable"],
      [412, "overtaken", "overtaken"],
    ] as const) {
      const id = rememberChange({ text: "changed", undo: refuse(status), thing: `thing/${status}` });
      expect([await undoOwnChange(id), stateOf(id)]).toEqual([end, state]);
    }
  });
});
