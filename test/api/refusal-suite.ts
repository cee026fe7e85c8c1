import { describe, expect, test } from "vitest";
import type { Role } from "../../src/tenancy/actor.ts";
import { type Answered, type Call, expectRefusal, refusedCall, send } from "./caller.ts";
import { type EndpointCase, NOBODY } from "./endpoint-case.ts";
import { INSIDERS, type Tenancy } from "./tenancy.ts";

/** What the suite stands on: the installation, and tokens that are no good. */
export interface RefusalGround extends Tenancy {
  readonly expiredToken: string;
  readonly revokedToken: string;
  /** Of a partner, and of an organization, that were removed; of a person whom an identity provider put there. */
  readonly removedPartnersToken: string;
  readonly removedOrganizationsToken: string;
  /** Sessions of who signed out, was removed and was disabled since, and whose partner was removed. */
  readonly endedSession: string;
  readonly removedPersonsSession: string;
  readonly disabledPersonsSession: string;
  readonly removedPartnersSession: string;
  /** The session of somebody who has to change the password first. */
  readonly oneTimeSession: string;
  /** R13: a full administrator's token of a partner whose toggle is off, and what is in its subtree. */
  readonly toggledOff: {
    readonly token: string;
    readonly partner: string;
    readonly organization: string;
    readonly user: string;
  };
}

const STATUS: Readonly<Record<string, number>> = {
  not_found: 404,
  not_allowed: 403,
  role_read_only: 403,
  no_conflict: 409,
  no_session: 409,
  request_not_open: 409,
  no_password: 409,
};

/** The refusals that every endpoint gives alike: who is not signed in, may not, or may not see. */
export function refusesAlike(one: EndpointCase, ground: () => RefusalGround): void {
  const callFor = (id = one.subject?.existing(ground()) ?? ""): Call => {
    const [method = ""] = one.endpoint.split(" ");
    return { method, ...one.call(ground(), id) };
  };

  describe(one.endpoint, () => {
    test.each([
      ["without a token", () => null, "not_signed_in"],
      ["with a token that nobody was given", () => "slc_made_up", "token_invalid"],
      ["with a token that was revoked", () => ground().revokedToken, "token_invalid"],
      ["with a token that has expired", () => ground().expiredToken, "token_expired"],
      ["with a token of a partner that was removed", () => ground().removedPartnersToken, "token_invalid"],
      [
        "with a token of an organization that was removed",
        () => ground().removedOrganizationsToken,
        "token_invalid",
      ],
      ["with a session that was signed out", () => ground().endedSession, "session_ended"],
      ["in the session of who was removed", () => ground().removedPersonsSession, "session_ended"],
      ["in the session of who was disabled", () => ground().disabledPersonsSession, "session_ended"],
      ["in a session of a partner that was removed", () => ground().removedPartnersSession, "session_ended"],
    ])("%s is answered 401", async (_how, token, code) => {
      const answered = await refusedCall(ground().server, token(), callFor(), 401, code);
      expect(answered.headers.get("www-authenticate")).toBe("Bearer");
    });

    if (!one.isOpenBeforePasswordChange) {
      test("whose password is for one time changes it first", async () => {
        const { server, oneTimeSession } = ground();
        await refusedCall(server, oneTimeSession, callFor(), 403, "password_change_needed");
      });
    }

    if (one.needsFeature) {
      test("a partner whose toggle is off is told to contact support (R13)", async () => {
        const { server, toggledOff } = ground();
        const { partner, organization, user, token } = toggledOff;
        const id = { PARTNER: partner, ORGANIZATION: organization, PEOPLE: user }[one.subject?.kind ?? ""];
        const { json } = await refusedCall(server, token, callFor(id), 403, "feature_off");
        expect(json.message).toMatch(/contact support/i);
      });
    }

    rolesOf(one, ground, callFor);
    if (one.subject) idsOf(one, ground, callFor);
  });
}

type CallFor = (id?: string) => Call;

function rolesOf(one: EndpointCase, ground: () => RefusalGround, callFor: CallFor): void {
  const accepted = INSIDERS.filter((role) => one.refused[role] === undefined);
  const refused = Object.entries(one.refused) as [Role, string][];

  test.each(accepted)("%s is let in", async (role) => {
    const id = one.isUsedUp ? await one.subject?.fresh(ground()) : undefined;
    const answered = await send(ground().server, ground().tokens[role], callFor(id));
    expect(answered.status, answered.text).toBe(one.status);
  });

  if (refused.length === 0) return;
  test.each(refused)("%s is refused: %s", async (role, code) => {
    await refusedCall(ground().server, ground().tokens[role], callFor(), STATUS[code] ?? 0, code);
  });
}

function idsOf(one: EndpointCase, ground: () => RefusalGround, callFor: CallFor): void {
  test("an id that is none is refused before anything is looked up", async () => {
    for (const id of ["42", "not-an-id", `${NOBODY}0`, "Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi9ub25l"]) {
      await refusedCall(ground().server, ground().tokens.vendor_admin, callFor(id), 400, "id_malformed");
    }
  });

  test("an id in the long form is the same id", async () => {
    const id = (one.isUsedUp ? await one.subject?.fresh(ground()) : one.subject?.existing(ground())) ?? "";
    const long = Buffer.from(`ciscospark://us/${one.subject?.kind}/${id}`).toString("base64");
    const answered = await send(ground().server, ground().tokens[one.toldUnknown], callFor(long));
    expect(answered.status, answered.text).toBe(one.status);
  });

  test("an id that nobody has is not found", async () => {
    const { server, tokens } = ground();
    await refusedCall(server, tokens[one.toldUnknown], callFor(NOBODY), 404, "not_found");
  });

  if (one.hiddenFrom.length === 0) return;
  test.each(one.hiddenFrom)("to %s it looks exactly as if it did not exist", async (stranger) => {
    const { server, tokens } = ground();
    const hidden = await refusedCall(server, tokens[stranger], callFor(), 404, "not_found");
    const absent = await send(server, tokens[stranger], callFor(NOBODY));
    expectRefusal(absent, 404, "not_found");
    expect(lookOf(hidden)).toEqual(lookOf(absent));
  });
}

/** All that a caller can tell answers apart by, but for what differs in every answer. */
function lookOf({ status, headers, json }: Answered): unknown {
  const { trackingId: _, ...body } = json;
  const named = [...headers].filter(([name]) => !["trackingid", "date", "content-length"].includes(name));
  return { status, body, headers: named };
}
