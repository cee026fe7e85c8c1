import { MeAnswer } from "../../contract/session.ts";
import { ok } from "../../result.ts";
import { findFactorKinds } from "../../store/tables/second-factor-table.ts";
import { endpoint } from "../endpoint.ts";
import { toScope } from "../grants/scope.ts";
import { isSecondFactorNeeded } from "../second-factor-config.ts";

export const getMe = endpoint({
  method: "GET",
  path: "/v1/me",
  summary: "Who am I, and at which level?",
  answer: MeAnswer,
  isOpenBeforePasswordChange: true,
  handle: async ({ actor, session }, context) => {
    const id = session?.administratorId ?? null;
    const kinds = id === null ? undefined : await findFactorKinds(context.store.database, [id]);
    return ok({
      person: { id: actor.id, displayName: actor.displayName },
      ...toScope(actor),
      ...(session && {
        passwordChangeNeeded: session.passwordChangeNeeded,
        secondFactorNeeded: isSecondFactorNeeded(context.config, session),
      }),
      ...(id !== null && { secondFactors: [...(kinds?.get(id) ?? [])] }),
    });
  },
});
