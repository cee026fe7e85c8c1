import { describe, expect, test } from "vitest";
import { err, ok, type Refusal } from "../../src/result.ts";
import { refuseFault, refusingFaults } from "../../src/store/database-faults.ts";

function error(code: string | undefined, message = "as the database says it"): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}

test.each([
  ["25006", "database_read_only"],
  ["53100", "disk_full"],
  ["53000", "database_busy"],
  ["53200", "database_busy"],
  ["53300", "database_busy"],
  ["53400", "database_busy"],
  ["55P03", "database_busy"],
  ["57014", "database_busy"],
  ["40001", "database_busy"],
  ["40P01", "database_busy"],
  ["25P03", "database_busy"],
  ["25P04", "database_busy"],
  ["57P01", "database_unreachable"],
  ["57P02", "database_unreachable"],
  ["57P03", "database_unreachable"],
  ["57P05", "database_unreachable"],
  ["08000", "database_unreachable"],
  ["08006", "database_unreachable"],
  ["08P01", "database_unreachable"],
  ["28P01", "database_unreachable"],
  ["3D000", "database_unreachable"],
  ["42501", "database_denied"],
  ["3F000", "database_denied"],
  ["ECONNREFUSED", "database_unreachable"],
  ["ECONNRESET", "database_unreachable"],
  ["ETIMEDOUT", "database_unreachable"],
  ["EHOSTUNREACH", "database_unreachable"],
  ["EAI_AGAIN", "database_unreachable"],
])("an error with the code %s is %s", (code, refusal) => {
  expect(refuseFault(error(code))?.code).toBe(refusal);
});

test.each([
  ["Connection terminated unexpectedly", "database_unreachable"],
  ["Connection terminated due to connection timeout", "database_unreachable"],
  ["Client has encountered a connection error and is not queryable", "database_unreachable"],
  ["timeout exceeded when trying to connect", "database_busy"],
  ["the database does not answer on a new connection", "database_busy"],
])("an error that says only %j is %s", (message, refusal) => {
  expect(refuseFault(error(undefined, message))?.code).toBe(refusal);
});

test.each([
  ["that a query is wrong", error("42703")],
  ["that a row is there already", error("23505")],
  ["that a transaction does not know what became of it", error("40003")],
  ["that something is broken inside", error("XX000")],
  ["nothing of a database", error(undefined)],
  ["nothing at all", undefined],
  ["a text", "25006"],
])("an error that says %s is a bug", (_, bug) => {
  expect(refuseFault(bug)).toBeNull();
});

/** What each code tells a caller. */
const told = (code: string): string => refuseFault(error(code))?.message ?? "";

test("each sentence says what happened, in other words for each, and what to do", () => {
  const codes = ["25006", "53100", "53200", "53300", "55P03", "57014", "40001", "25P03", "42501", "08006"];
  const sentences = codes.map(told);
  expect(new Set(sentences).size).toBe(codes.length);
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].+nothing was changed[,;].+\.$/);
  expect(told("25006")).toContain("takes no changes");
  expect(told("53100")).toContain("disk");
  expect(told("53300")).toContain("connections");
  expect(told("55P03")).toContain("lock_timeout");
  expect(told("57014")).toContain("statement_timeout");
});

describe("work of a start", () => {
  test("that a fault ends is refused with the database's words and what to do", async () => {
    const done = await refusingFaults(async () => {
      throw error("42501", "permission denied for schema public");
    });
    expect(done).toEqual(
      err({
        code: "database_denied",
        message: expect.stringMatching(
          /\(permission denied for schema public\); give the user of DATABASE_URL/,
        ),
      }),
    );
  });

  test("is passed on otherwise: its value, its refusal, its bug", async () => {
    const refusal: Refusal = { code: "not_found", message: "There is none." };
    expect(await refusingFaults(async () => ok(1))).toEqual(ok(1));
    expect(await refusingFaults(async () => err(refusal))).toEqual(err(refusal));
    const bug = refusingFaults(async () => {
      throw error("42703");
    });
    await expect(bug).rejects.toThrow("as the database says it");
  });
});
