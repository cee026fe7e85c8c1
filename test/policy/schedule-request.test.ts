import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Instant } from "../../src/instant.ts";
import type { Scene } from "../../src/policy/editability.ts";
import { governingOf } from "../../src/policy/list-state.ts";
import { isSameSchedule, type Schedule } from "../../src/policy/schedule.ts";
import {
  answerRequest,
  askForSchedule,
  type DecidedAsking,
  REQUEST_ANSWERS,
  requestState,
  settingsOnceAccepted,
} from "../../src/policy/schedule-request.ts";
import { UNCONFIGURED_PARTNER } from "../../src/policy/settings.ts";
import type { Actor } from "../../src/tenancy/actor.ts";
import { anOrganization, aPartner, at, aWord, schedule } from "../support/records.ts";
import { schedules, words } from "./arbitraries.ts";

const NOW = at("2026-03-01");
const LATER = at("2026-03-02");

const adminOf = (partnerId: string, change: Partial<Actor> = {}): Actor => ({
  id: `admin of ${partnerId}`,
  displayName: "Ada",
  role: "partner_full_admin",
  partnerId,
  organizationId: null,
  organizationIds: null,
  ...change,
});
const attempt = (partnerId: string, when: Instant = NOW) => ({ actor: adminOf(partnerId), at: when });

/** What two partners, or three, set as their default or for this organization. */
const sides = fc.record({
  isDefault: fc.boolean(),
  word: words,
});
const scenes = fc
  .record({ a: sides, b: sides, c: fc.option(sides) })
  .map(({ a, b, c }) => sceneOf({ a, b, ...(c && { c }) }));

type Side = { readonly isDefault: boolean; readonly word: ReturnType<typeof aWord> };

function sceneOf(of: Readonly<Record<string, Side>>): Scene {
  const ids = Object.keys(of);
  const special = Object.entries(of).filter(([, { isDefault }]) => !isDefault);
  const partners = special.map(([id, { word }]) => [id, { schedule: word, allowCustomerOverride: null }]);
  return {
    organization: anOrganization({ partnerIds: ids }),
    settings: { own: null, legacy: null, partners: Object.fromEntries(partners) },
    partners: Object.entries(of).map(([id, { isDefault, word }]) => ({
      partner: aPartner({ id }),
      settings: { ...UNCONFIGURED_PARTNER, schedule: isDefault ? word : null },
    })),
  };
}

function ask(scene: Scene, wanted: Schedule, present: DecidedAsking["request"] | null = null) {
  const asked = { id: "request", toPartnerId: "b", schedule: wanted, note: null };
  return askForSchedule(scene, asked, attempt("a"), present);
}

function asked(scene: Scene, wanted: Schedule): DecidedAsking {
  const decided = ask(scene, wanted);
  if (!decided.ok) throw new Error(decided.error.code);
  return decided.value;
}

const conflict = sceneOf({
  a: { isDefault: true, word: aWord("latest:2") },
  b: { isDefault: true, word: aWord("slow:8") },
});

/** Expects that a request is not answered a second time. */
function expectAnswered(scene: Scene, request: DecidedAsking["request"]): void {
  for (const kind of REQUEST_ANSWERS) {
    const again = answerRequest(
      scene,
      request,
      { kind, note: null },
      attempt(kind === "withdrawn" ? "a" : "b"),
    );
    expect(again).toMatchObject({ ok: false, error: { code: "request_answered" } });
  }
}

describe("a request between partners (R10)", () => {
  test("once accepted, the conflict of two partners is over and its schedule governs; its preview said so", () => {
    fc.assert(
      fc.property(scenes, schedules, (scene, wanted) => {
        const decided = ask(scene, wanted);
        if (!decided.ok) return;
        const { request, settings } = decided.value;
        const meanwhile = { ...scene, settings };
        expect(requestState(request, meanwhile)).toBe("open");
        const done = answerRequest(meanwhile, request, { kind: "accepted", note: null }, attempt("b", LATER));
        if (!done.ok) throw new Error(done.error.code);
        const after = governingOf({ ...scene, settings: done.value.settings });
        const foreseen = settingsOnceAccepted(scene, decided.value, LATER);
        expect(foreseen.ok && governingOf({ ...scene, settings: foreseen.value }).schedule).toEqual(
          after.schedule,
        );
        if (scene.partners.length === 2) {
          expect(after.conflict).toBeNull();
          expect(isSameSchedule(after.schedule, wanted)).toBe(true);
        } else if (after.conflict) {
          const third = after.conflict.find(({ partnerId }) => partnerId === "c");
          expect(third && isSameSchedule(third.schedule, wanted)).toBe(false);
        }
      }),
    );
  });

  test("is made exactly where the two are in conflict and the other one sets something else", () => {
    fc.assert(
      fc.property(scenes, schedules, (scene, wanted) => {
        const before = governingOf(scene).conflict;
        const other = before?.find(({ partnerId }) => partnerId === "b");
        const decided = ask(scene, wanted);
        if (!before) expect(decided).toMatchObject({ ok: false, error: { code: "no_conflict" } });
        else if (other && isSameSchedule(other.schedule, wanted))
          expect(decided).toMatchObject({ ok: false, error: { code: "already_said" } });
        else expect(decided.ok).toBe(true);
      }),
    );
  });

  test("changes nothing that installations get until it is accepted, whatever its answer", () => {
    fc.assert(
      fc.property(schedules, fc.constantFrom("declined", "withdrawn"), (wanted, kind) => {
        if (isSameSchedule(wanted, schedule("slow:8"))) return;
        const { request, settings } = asked(conflict, wanted);
        const by = kind === "declined" ? "b" : "a";
        const meanwhile = { ...conflict, settings };
        const done = answerRequest(meanwhile, request, { kind, note: null }, attempt(by, LATER));
        expect(done.ok && done.value.settings).toBe(settings);
        expect(governingOf(meanwhile).schedule).toEqual({ cadence: "automatic" });
      }),
    );
  });

  test("is overtaken as soon as a side sets something else, is gone, or may not configure", () => {
    const { request } = asked(conflict, schedule("latest:2"));
    const [a, b] = conflict.partners;
    if (!a || !b) throw new Error("two partners are missing");
    const own = { ...conflict.settings, own: aWord("slow:1") };
    const changed = sceneOf({
      a: { isDefault: true, word: aWord("latest:3") },
      b: { isDefault: true, word: aWord("slow:8") },
    });
    const agreed = sceneOf({
      a: { isDefault: true, word: aWord("latest:2") },
      b: { isDefault: false, word: aWord("latest:2") },
    });
    const off = { ...b, partner: { ...b.partner, features: [] } };
    const scenesAfter: readonly (Scene | null)[] = [
      null,
      changed,
      agreed,
      { ...conflict, settings: own },
      { ...conflict, partners: [a, off] },
      { ...conflict, organization: { ...conflict.organization, partnerIds: ["a"] }, partners: [a] },
    ];
    expect(requestState(request, conflict)).toBe("open");
    for (const scene of scenesAfter) expect(requestState(request, scene)).toBe("overtaken");
    for (const scene of scenesAfter.slice(1, 4)) {
      const done = answerRequest(scene as Scene, request, { kind: "accepted", note: null }, attempt("b"));
      expect(done).toMatchObject({ ok: false, error: { code: "request_not_open" } });
    }
  });

  test("is answered once, by those whose company it is for", () => {
    const { request, settings } = asked(conflict, schedule("latest:2"));
    const scene = { ...conflict, settings };
    for (const kind of REQUEST_ANSWERS) {
      const right = kind === "withdrawn" ? "a" : "b";
      const wrong = kind === "withdrawn" ? "b" : "a";
      const given = { kind, note: null };
      const refused = answerRequest(scene, request, given, attempt(wrong));
      expect(refused).toMatchObject({ ok: false, error: { code: "not_allowed" } });
      const done = answerRequest(scene, request, given, attempt(right));
      if (!done.ok) throw new Error(done.error.code);
      expect(requestState(done.value.request, scene)).toBe(kind);
      expectAnswered(scene, done.value.request);
    }
    const readOnly = { actor: adminOf("b", { role: "partner_help_desk" }), at: NOW };
    expect(answerRequest(scene, request, { kind: "accepted", note: null }, readOnly)).toMatchObject({
      error: { code: "role_read_only" },
    });
  });

  test("is not repeated while it is open, and replaced if it was overtaken", () => {
    const first = asked(conflict, schedule("latest:2"));
    const scene = { ...conflict, settings: first.settings };
    expect(ask(scene, schedule("latest:2"), first.request)).toMatchObject({
      error: { code: "request_open" },
    });
    const second = ask(scene, schedule("latest:3"), first.request);
    expect(second).toMatchObject({
      ok: true,
      value: { replaced: { id: "request", answer: { kind: "withdrawn" } }, request: { answer: null } },
    });
  });
});
