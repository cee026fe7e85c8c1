import { randomUUID } from "node:crypto";
import { OrganizationAnswer, OrganizationBody } from "../../contract/organization.ts";
import { UNCONFIGURED_ORGANIZATION } from "../../policy/settings.ts";
import { ok } from "../../result.ts";
import { may } from "../../tenancy/permission.ts";
import { change } from "../change.ts";
import { endpoint } from "../endpoint.ts";
import { notAllowed } from "../refusals.ts";
import { mayBeServedBy, mayEnterServedBy } from "./may-be-served-by.ts";
import { toOrganizationAnswer } from "./organization-answer.ts";

export const createOrganization = endpoint({
  method: "POST",
  path: "/v1/organizations",
  summary:
    "Enter a customer organization; the schedule that it inherits then is its first, and no change (R15)",
  body: OrganizationBody,
  answer: OrganizationAnswer,
  makes: "organization",
  status: 201,
  handle: async ({ actor, body }, context) => {
    const { name, partnerIds, legacySettings } = body;
    if (!may(actor, "manage_organizations")) return notAllowed("add organizations");
    const entered = mayEnterServedBy(actor, partnerIds);
    if (!entered.ok) return entered;
    return change(context, actor, async (transaction) => {
      const served = await mayBeServedBy(transaction.database, actor, partnerIds, []);
      if (!served.ok) return served;
      const id = randomUUID();
      const organization = { id, name, partnerIds, createdAt: transaction.at };
      const action = "create_organization";
      await transaction.record({ subject: "organization", id, action, before: null, after: organization });
      if (legacySettings) {
        const after = { ...UNCONFIGURED_ORGANIZATION, legacy: { ...legacySettings, setAt: transaction.at } };
        await transaction.record({ subject: "organization_settings", id, action, before: null, after });
      }
      return ok(toOrganizationAnswer(organization));
    });
  },
});
