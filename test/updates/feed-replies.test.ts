import { expect, test } from "vitest";
import type { Calendar } from "../../src/catalog/calendar.ts";
import { FeedReplies, type FeedReply } from "../../src/updates/feed-replies.ts";

const CALENDAR: Calendar = [];
const MIB = 1024 ** 2;

/** An answered request whose reply has this body. */
function answered(body: string): FeedReply {
  const question = { organization: "acme", user: null, isPersonal: false, installation: null };
  const reply = { status: 200, headers: {}, body };
  return { question, calendar: CALENDAR, reply } as unknown as FeedReply;
}

/** The bytes of the bodies that a request among these still leads to. */
function bytesHeld(replies: FeedReplies, keys: readonly string[]): number {
  return keys.reduce((sum, key) => sum + (replies.find(key, CALENDAR)?.sendable.body.length ?? 0), 0);
}

test("made-up addresses whose answers all differ never hold more than 32 MiB, and the newest are kept", () => {
  const replies = new FeedReplies();
  const keys = Array.from({ length: 1_000 }, (_, index) => `made up ${index}`);
  for (const key of keys) replies.keep(key, answered(key.padEnd(60_000)), [], CALENDAR);
  const held = bytesHeld(replies, keys);
  expect(held).toBeGreaterThan(30 * MIB);
  expect(held).toBeLessThanOrEqual(32 * MIB);
  expect(replies.find("made up 999", CALENDAR)?.sendable.body.trim()).toBe("made up 999");
});

test("a request whose reply had to make room is answered anew, and kept again", () => {
  const replies = new FeedReplies();
  replies.keep("first", answered("of the first"), [], CALENDAR);
  for (let index = 0; index < 10_000; index++) {
    replies.keep(`made up ${index}`, answered(`answer ${index}`), [], CALENDAR);
  }
  expect(replies.find("first", CALENDAR)).toBeNull();
  replies.keep("first", answered("of the first"), [], CALENDAR);
  expect(replies.find("first", CALENDAR)?.sendable.body).toBe("of the first");
});
