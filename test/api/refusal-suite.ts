import { describe, expect, test } from "vitest";
import type { Role } from "../../src/tenancy/actor.ts";
import { type Answered, type Call, expectRefusal, refusedCall, send } from "./caller.ts";
import { type EndpointCase, NOBODY } from "./endpoint-case.ts";
import { INSIDERS, type Tenancy } from "./tenancy.ts";

/** What the suite stands on: the installation, and tokens that are no good. */
export interface RefusalGround extends Tenancy {
  readonly expiredToken: string;
  readonly revokedToken: string;
}

const STATUS: Readonly<Record<string, number>> = {
  not_found: 404,
  not_allowed: 403,
  role_read_only: 403,
  no_session: 409,
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
    ])("%s is answered 401", async (_how, token, code) => {
      const answered = await refusedCall(ground().server, token(), callFor(), 401, code);
      expect(answered.headers.get("www-authenticate")).toBe("Bearer");
    });

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
    const answered = await send(ground().server, ground().tokens.vendor_admin, callFor(long));
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
