import { randomUUID } from "node:crypto";
import { OrganizationAnswer, OrganizationBody } from "../../contract/organization.ts";
import { perform } from "../change.ts";
import { endpoint } from "../endpoint.ts";
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
  handle: ({ actor, body }, context) => {
    const command = { kind: "create_organization", id: randomUUID(), ...body } as const;
    return perform(context, actor, command, (organization) => toOrganizationAnswer(actor, organization));
  },
});
